package io.heddle.app.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.app.wire.NodeProcess;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(NodeProcess.LOCK)
class CheckTest {

  private final List<String> said = new ArrayList<>();

  @Test
  void aNodeThatIsLeftAloneIsClean() throws Exception {
    try (TestNode node = TestNode.start()) {
      CheckReport report = check(node.port(), Duration.ofSeconds(20));

      assertThat(report.isClean()).as(CheckText.text(report)).isTrue();
      assertThat(report.acknowledged()).isEqualTo(report.published()).isGreaterThan(100);
      assertThat(report.byWay()).containsOnlyKeys("admin", "websocket");
      assertThat(report.delivered()).isGreaterThan(report.acknowledged());
      assertThat(report.reconnects()).isZero();
      assertThat(CheckText.json(report)).contains("\"clean\" : true", "\"scenario\" : \"calm\"");
    }
  }

  @Test
  void whoCannotBeReachedIsAnError() throws Exception {
    int port;
    try (TestNode node = TestNode.start("heddle.limits.max-connections = 3")) {
      port = node.port();
      assertThatThrownBy(() -> check(port, Duration.ofSeconds(1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("could subscribe");
    }
  }

  private CheckReport check(int port, Duration patience) throws IOException, InterruptedException {
    CheckOptions options =
        new CheckOptions(
            8, 4, 60, Scenario.calm, 1, Duration.ofSeconds(3), Duration.ofSeconds(20), patience);
    return new Check(
            options,
            new GivenNodes(List.of(URI.create("http://127.0.0.1:" + port)), Optional.empty()),
            (user, admin) -> admin ? Token.admin() : Token.of(user),
            said::add)
        .run();
  }
}
