package io.heddle.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BenchTest {
  @Test
  void aRunThatIsStoppedReportsWhatWas() throws Exception {
    try (FanOutServer server = new FanOutServer(FanOutServer.Mode.FAITHFUL)) {
      BenchOptions options =
          new BenchOptions(
              Target.of(server.url()),
              3,
              1,
              "bench:",
              1,
              new Load.Closed(1),
              128,
              0,
              10,
              Duration.ofSeconds(10),
              Duration.ofSeconds(10),
              Duration.ZERO,
              Duration.ofHours(1),
              Duration.ofSeconds(5),
              1,
              OptionalLong.empty());
      Bench bench = new Bench(options, Tokens.none());
      CompletableFuture<Report> report = new CompletableFuture<>();
      Thread.ofPlatform()
          .start(
              () -> {
                try {
                  report.complete(bench.run());
                } catch (InterruptedException | RuntimeException e) {
                  report.completeExceptionally(e);
                }
              });
      await().until(() -> server.published.get() > 10);

      bench.stop();

      Report made = report.get(30, TimeUnit.SECONDS);
      assertThat(made.interrupted()).isTrue();
      assertThat(made.traffic().orElseThrow().received()).isEqualTo(3L * server.published.get());
      assertThat(made.traffic().orElseThrow().seconds()).isPositive();
      assertThat(made.clean()).isTrue();
      await().until(() -> server.closes.get() == 3);
    }
  }
}
