package io.heddle.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.app.bench.FanOutServer.Mode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class BenchCommandTest {
  private static final String SECRET = "a secret of at least thirty-two bytes";
  private static final List<String> SHORT =
      List.of("--warmup", "100ms", "--duration", "400ms", "--drain", "500ms", "--report", "json");

  @TempDir Path folder;

  /** What a run of the command left. */
  private record Outcome(int status, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "3"})
  void aClosedLoopAgainstAFaithfulServerMissesNothing(String threads) throws IOException {
    try (FanOutServer server = new FanOutServer(Mode.FAITHFUL)) {
      Outcome outcome =
          run(server, "--connections", "20", "--rooms", "4", "--window", "8", "--threads", threads);

      JsonNode traffic = outcome.json().get("traffic");
      assertThat(traffic.get("publishes").asInt()).isEqualTo(server.published.get()).isPositive();
      assertThat(traffic.get("expected").asLong()).isEqualTo(5L * server.published.get());
      assertThat(traffic.get("received")).isEqualTo(traffic.get("expected"));
      assertThat(traffic.get("missing").asLong()).isZero();
      assertThat(traffic.get("duplicates").asLong()).isZero();
      assertThat(traffic.get("stray").asLong()).isZero();
      assertThat(traffic.get("deliveries_per_second").asDouble()).isPositive();
      assertThat(traffic.at("/latency_us/p50").asDouble()).isPositive();
      assertThat(server.pongs.get()).isEqualTo(20);
      assertThat(outcome.status()).isZero();
    }
  }

  @Test
  void anOpenLoopSendsWhatItsRateSays() throws IOException {
    try (FanOutServer server = new FanOutServer(Mode.FAITHFUL)) {
      Outcome outcome = run(server, "--connections", "6", "--rate", "200", "--payload", "5000");

      JsonNode traffic = outcome.json().get("traffic");
      long due = traffic.get("publishes").asLong() + traffic.get("behind").asLong();
      assertThat(due).isBetween(100L, 150L);
      assertThat(traffic.get("received").asLong()).isEqualTo(6 * traffic.get("publishes").asLong());
      assertThat(traffic.at("/send_lag_us/max").asDouble()).isPositive();
      assertThat(outcome.status()).isZero();
    }
  }

  @Test
  void anIdleRunPublishesNothingAndSamplesTheProcess() throws IOException {
    long pid = ProcessHandle.current().pid();
    try (FanOutServer server = new FanOutServer(Mode.FAITHFUL)) {
      Outcome outcome =
          run(server, "--connections", "10", "--idle", "200ms", "--pid", Long.toString(pid));

      assertThat(server.published.get()).isZero();
      assertThat(outcome.json().at("/connections/ready").asInt()).isEqualTo(10);
      assertThat(outcome.json().has("traffic")).isFalse();
      assertThat(outcome.json().at("/server/pid").asLong()).isEqualTo(pid);
      assertThat(outcome.json().at("/server/resident_connected").asLong())
          .isGreaterThan(1_000_000L);
      assertThat(outcome.json().at("/server").has("resident_per_connection")).isTrue();
      assertThat(outcome.status()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"DROPS_THE_TENTH,1,0,0", "REPEATS_THE_TENTH,0,1,0", "SWAPS_ROOMS_AT_THE_TENTH,1,0,1"})
  void aFaultOfOneDeliveryIsCounted(Mode mode, int missing, int duplicates, int stray)
      throws IOException {
    try (FanOutServer server = new FanOutServer(mode)) {
      Outcome outcome = run(server, "--connections", "8", "--rooms", "2", "--rate", "100");

      JsonNode traffic = outcome.json().get("traffic");
      assertThat(traffic.get("missing").asInt()).isEqualTo(missing);
      assertThat(traffic.get("duplicates").asInt()).isEqualTo(duplicates);
      assertThat(traffic.get("stray").asInt()).isEqualTo(stray);
      assertThat(outcome.status()).isEqualTo(1);
    }
  }

  @Test
  void aWindowThatLostItsDeliveriesIsForgivenAndTheLossCounted() throws IOException {
    try (FanOutServer server = new FanOutServer(Mode.LIMITS)) {
      Outcome outcome = run(server, "--connections", "2", "--window", "1", "--duration", "3s");

      JsonNode traffic = outcome.json().get("traffic");
      assertThat(traffic.get("window_resets").asInt()).isPositive();
      assertThat(traffic.get("missing").asLong())
          .isEqualTo(2 * traffic.get("publishes").asLong())
          .isGreaterThan(2);
      assertThat(outcome.json().at("/events/error rate_limited").asLong())
          .isEqualTo(server.published.get());
      assertThat(outcome.json().get("warnings").toString()).contains("HEDDLE_RATE_LIMIT");
      assertThat(outcome.status()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HANGS_UP_AT_THE_TENTH,closed by the server: 4408 slow",
    "FRAGMENTS,fragmented frame"
  })
  void aConnectionThatEndsEarlyIsLostWithItsReason(Mode mode, String reason) throws IOException {
    try (FanOutServer server = new FanOutServer(mode)) {
      Outcome outcome = run(server, "--connections", "4", "--rate", "100");

      assertThat(outcome.json().at("/connections/losses").has(reason)).isTrue();
      assertThat(outcome.json().at("/connections/lost").asInt()).isPositive();
      assertThat(outcome.status()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANSWERS_401,HTTP 401",
    "REFUSES_SUBSCRIBES,subscribe refused: error room_full",
    "ANSWERS_NOTHING,timed out while UPGRADING"
  })
  void aConnectionThatNeverGetsReadyHasFailedWithItsReason(Mode mode, String reason)
      throws IOException {
    try (FanOutServer server = new FanOutServer(mode)) {
      Outcome outcome = run(server, "--connections", "5", "--connect-timeout", "300ms");

      assertThat(outcome.json().at("/connections/failed").asInt()).isEqualTo(5);
      assertThat(outcome.json().at("/connections/failures").path(reason).asInt()).isEqualTo(5);
      assertThat(outcome.status()).isEqualTo(1);
    }
  }

  @Test
  void theRampEndsAtItsTimeLimit() throws IOException {
    try (FanOutServer server = new FanOutServer(Mode.FAITHFUL)) {
      Outcome outcome =
          run(server, "--connections", "100", "--ramp", "10", "--ramp-timeout", "300ms");

      JsonNode failures = outcome.json().at("/connections/failures");
      assertThat(failures.path("not begun when the ramp ended").asInt()).isPositive();
      assertThat(outcome.json().at("/connections/ready").asInt()).isPositive();
      assertThat(outcome.status()).isEqualTo(1);
    }
  }

  @Test
  void anUnreachableServerFailsEachConnection() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    Outcome outcome = run("--url", "ws://127.0.0.1:" + port + "/ws", "--connections", "5");

    assertThat(outcome.json().at("/connections/failures/connect: Connection refused").asInt())
        .isEqualTo(5);
    assertThat(outcome.status()).isEqualTo(1);
  }

  @Test
  void tokensAreSignedForAUserAConnection() throws IOException {
    try (FanOutServer server = new FanOutServer(Mode.FAITHFUL)) {
      Outcome outcome = run(server, "--connections", "3", "--idle", "10ms", "--secret", SECRET);

      assertThat(outcome.status()).isZero();
      assertThat(server.tokens)
          .extracting(
              token -> JWT.require(Algorithm.HMAC256(SECRET)).build().verify(token).getSubject())
          .containsExactlyInAnyOrder("bench-0", "bench-1", "bench-2");
    }
  }

  @Test
  void tokensOfAFileAreUsedInTurn() throws IOException {
    Path file = Files.writeString(folder.resolve("tokens"), "one\n\ntwo\n");
    try (FanOutServer server = new FanOutServer(Mode.FAITHFUL)) {
      run(server, "--connections", "3", "--idle", "10ms", "--token-file", file.toString());

      assertThat(server.tokens).containsExactlyInAnyOrder("one", "two");
    }
  }

  @Test
  void bothFormsGoToTheirPlaces() throws IOException {
    Path file = folder.resolve("report.json");
    try (FanOutServer server = new FanOutServer(Mode.FAITHFUL)) {
      Outcome outcome =
          run(
              server,
              "--connections",
              "2",
              "--idle",
              "10ms",
              "--report",
              "both",
              "--output",
              file.toString());

      assertThat(outcome.out()).contains("wanted 2  ready 2").endsWith("result       ok\n");
      assertThat(new ObjectMapper().readTree(file.toFile()).get("ok").asBoolean()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--connections,0,--connections",
    "--rooms,2000,--rooms",
    "--payload,79,--payload",
    "--url,http://localhost/,--url",
    "--window,0,--window",
    "--rate,-1,--rate",
    "--duration,2h,'--duration'",
    "--drain,90m,--drain",
    "--room-prefix,a\"b,--room-prefix",
    "--token-file,/does/not/exist,/does/not/exist",
    "--pid,999999999,--pid"
  })
  void aBadOptionIsNamedAndTheStatusIsTwo(String option, String value, String named) {
    Outcome outcome = run(option, value);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains(named);
  }

  private static Outcome run(FanOutServer server, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--url", server.url()));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(SHORT);
    all.addAll(List.of(arguments));
    int status =
        new CommandLine(new BenchCommand(Map.of()))
            .setOverwrittenOptionsAllowed(true)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Outcome(status, out.toString(), err.toString());
  }
}
