package io.heddle.cluster.redis;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in the log what could not be read, so that whoever sent it can be found. Bounded, since one
 * broken publisher would else fill the disk; the counters tell the full number. Not thread-safe.
 */
final class RefusalLog {
  /** Bytes of a payload that are shown. */
  static final int SHOWN = 200;

  /** Lines within one {@link #WINDOW}. */
  static final int LINES = 20;

  static final Duration WINDOW = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

  private final Clock clock;
  private long windowEnds = Long.MIN_VALUE;
  private int lines;
  private long leftOut;

  RefusalLog(Clock clock) {
    this.clock = clock;
  }

  void refused(IngressMessage.Unfit unfit, byte[] channel, byte[] payload) {
    if (mayTell()) {
      LOG.warn(
          "Redis message dropped ({}): {}; channel={} bytes={} payload={}",
          unfit.outcome().word(),
          printable(unfit.text()),
          Utf8.excerpt(channel, SHOWN),
          payload.length,
          Utf8.excerpt(payload, SHOWN));
    }
  }

  void dead(StreamEntry entry, DeadReason reason, String text) {
    if (mayTell()) {
      LOG.warn(
          "Redis stream entry {} is dead ({}): {}; bytes={}",
          entry.id(),
          reason.word(),
          printable(text),
          entry.size());
    }
  }

  private static String printable(String text) {
    return Utf8.excerpt(text.getBytes(StandardCharsets.UTF_8), SHOWN);
  }

  private boolean mayTell() {
    long now = clock.millis();
    if (now >= windowEnds) {
      if (leftOut > 0) {
        LOG.warn("{} more unfit messages from Redis were not logged", leftOut);
      }
      windowEnds = now + WINDOW.toMillis();
      lines = 0;
      leftOut = 0;
    }
    if (lines >= LINES) {
      leftOut++;
      return false;
    }
    lines++;
    return true;
  }
}
