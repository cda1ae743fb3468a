package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("listens to a logger that others use too")
class RefusalLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final ManualClock clock = new ManualClock();
  private final RefusalLog log = new RefusalLog(clock);

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
  }

  @Test
  void aLineShowsChannelReasonAndTheFirstBytes() {
    refuse("\u001b[2J" + "x".repeat(500));

    assertThat(lines.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("channel=events:x", "no \\x1b good", "(garbage)", "payload=\\x1b[2Jxxx")
        .endsWith("x...")
        .doesNotContain("\u001b");
  }

  @Test
  void aFloodIsLoggedInPartAndTheRestTold() {
    for (int i = 0; i < RefusalLog.LINES + 5; i++) {
      refuse("x");
    }
    assertThat(lines.list).hasSize(RefusalLog.LINES);

    clock.now = clock.now.plus(RefusalLog.WINDOW);
    refuse("x");

    assertThat(lines.list).hasSize(RefusalLog.LINES + 2);
    assertThat(lines.list.get(RefusalLog.LINES).getFormattedMessage()).startsWith("5 more");
  }

  private void refuse(String payload) {
    log.refused(
        new IngressMessage.Unfit(IngressOutcome.GARBAGE, "no \u001b good"),
        "events:x".getBytes(StandardCharsets.UTF_8),
        payload.getBytes(StandardCharsets.UTF_8));
  }

  private static final class ManualClock extends Clock {
    private Instant now = Instant.EPOCH.plus(Duration.ofDays(1));

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
