package io.heddle.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvFileSource(resources = "faults-in-the-file.csv", delimiter = '|', quoteCharacter = '`')
  void aFaultInTheFileIsNamedWithKeyAndLine(String text, String line) throws IOException {
    assertThat(lines("# first line\n" + text.replace("\\n", "\n"), Map.of())).containsExactly(line);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "impossible-combinations.csv", delimiter = '|', quoteCharacter = '`')
  void anImpossibleCombinationNamesBothValues(String text, String line) throws IOException {
    assertThat(lines("# first line\n" + text.replace("\\n", "\n"), Map.of())).containsExactly(line);
  }

  private static final String LINK =
      "Kubernetes sets this variable in every pod for the Service named '%s';"
          + " set enableServiceLinks: false in the pod's spec, or rename the Service";

  static Stream<Arguments> faultsInVariables() {
    return Stream.of(
        arguments(
            Map.of("HEDDLE_EROR_MAX", "1"),
            "HEDDLE_EROR_MAX: unknown variable; did you mean HEDDLE_ERRORS_MAX?"),
        arguments(
            Map.of("WEBSOCKET_PROT", "1"),
            "WEBSOCKET_PROT: unknown variable; did you mean WEBSOCKET_PORT?"),
        arguments(
            Map.of("HEDDLE_CONFG", "x"),
            "HEDDLE_CONFG: unknown variable; did you mean HEDDLE_CONFIG?"),
        arguments(
            Map.of("HEDDLE_NAMESPACES_MINE_CAPACITY_OF_ALL", "x"),
            "HEDDLE_NAMESPACES_MINE_CAPACITY_OF_ALL: unknown variable"),
        arguments(
            Map.of("WEBSOCKET_PORT", "http"),
            "heddle.websocket.port (WEBSOCKET_PORT): 'http' is no whole number"),
        arguments(
            Map.of("WEBSOCKET_TIMEOUT", "30"),
            "heddle.websocket.timeout (WEBSOCKET_TIMEOUT): '30' has no unit; write it like 500ms,"
                + " 30s, 5m or 1h"),
        arguments(
            Map.of("WEBSOCKET_PATH", "/a,/a"),
            "heddle.websocket.endpoints (WEBSOCKET_PATH): the path /a stands there twice"),
        arguments(
            Map.of("WEBSOCKET_MAX_CONNECTIONS", "1", "WEBSOCKET_LIMITS_MAX_CONNECTIONS", "2"),
            "heddle.limits.max-connections (WEBSOCKET_LIMITS_MAX_CONNECTIONS and"
                + " WEBSOCKET_MAX_CONNECTIONS): both are set, and differ; set one of them"),
        arguments(
            Map.of("HEDDLE_WEBSOCKET_PORT", "1", "WEBSOCKET_PORT", "2"),
            "heddle.websocket.port (HEDDLE_WEBSOCKET_PORT and WEBSOCKET_PORT): both are set, and"
                + " differ; set one of them"),
        arguments(
            Map.of("WEBSOCKET_PORT", "tcp://10.0.0.1:80"),
            "heddle.websocket.port (WEBSOCKET_PORT): " + LINK.formatted("websocket")),
        arguments(
            Map.of("HEDDLE_WEBSOCKET_PORT", "udp://10.0.0.1:80"),
            "heddle.websocket.port (HEDDLE_WEBSOCKET_PORT): " + LINK.formatted("heddle-websocket")),
        arguments(
            Map.of("HEDDLE_PORT", "tcp://10.0.0.1:80"), "HEDDLE_PORT: " + LINK.formatted("heddle")),
        arguments(
            Map.of("HEDDLE_SERVICE_HOST", "10.0.0.1"),
            "HEDDLE_SERVICE_HOST: " + LINK.formatted("heddle")),
        arguments(
            Map.of("HEDDLE_REDIS_SERVICE_PORT_TCP_REDIS", "6379"),
            "HEDDLE_REDIS_SERVICE_PORT_TCP_REDIS: " + LINK.formatted("heddle-redis")),
        arguments(
            Map.of("WEBSOCKET_PORT_8080_TCP_ADDR", "10.0.0.1"),
            "WEBSOCKET_PORT_8080_TCP_ADDR: " + LINK.formatted("websocket")));
  }

  @ParameterizedTest
  @MethodSource("faultsInVariables")
  void aFaultInTheEnvironmentIsNamedWithItsVariable(Map<String, String> environment, String line)
      throws IOException {
    assertThat(lines("", environment)).containsExactly(line);
  }

  @Test
  void aVariableThatTwoNamespacesShareIsRefused() throws IOException {
    assertThat(
            lines(
                "heddle.namespaces { a-b {}, a_b {} }",
                Map.of("HEDDLE_NAMESPACES_A_B_CAPACITY", "1")))
        .containsExactly(
            "HEDDLE_NAMESPACES_A_B_CAPACITY: may mean any of heddle.namespaces.a-b.capacity,"
                + " heddle.namespaces.a_b.capacity; set it in the file");
  }

  @Test
  void allFaultsAreListedTogether() throws IOException {
    var text =
        """
        heddle {
          websocket { prot = 1, timeout = 30 }
          websocket.endpoints = [{ path = x }, { path = /y, auth = z }]
          jwt.secret = short
        }
        """;

    assertThat(lines(text, Map.of("HEDDLE_X", "1", "WEBSOCKET_PONG_WAIT", "1s")))
        .hasSize(7)
        .anyMatch(line -> line.startsWith("heddle.websocket.prot "))
        .anyMatch(line -> line.startsWith("heddle.websocket.timeout "))
        .anyMatch(line -> line.contains("'x' is no path"))
        .anyMatch(line -> line.contains("'z' is none of"))
        .anyMatch(line -> line.startsWith("heddle.jwt.secret "))
        .anyMatch(line -> line.startsWith("HEDDLE_X"))
        .anyMatch(line -> line.startsWith("heddle.websocket.pong-wait (WEBSOCKET_PONG_WAIT)"));
  }

  @Test
  void aFaultySettingIsNotBlamedForACombinationToo() throws IOException {
    assertThat(lines("heddle.websocket { pong-wait = 5, ping-interval = 2h }", Map.of()))
        .hasSize(1);
  }

  @Test
  void aFileThatIsMissingIsAFault() {
    var result = SettingsLoader.load(Optional.of(folder.resolve("no.conf")), Map.of());

    assertThat(((LoadResult.Faulty) result).faults())
        .extracting(Fault::line)
        .containsExactly(
            "configuration file (%s): there is no such file, or it may not be read"
                .formatted(folder.resolve("no.conf")));
  }

  @Test
  void noFaultRepeatsASecret() throws IOException {
    var faults =
        lines(
            "heddle.jwt.secret = hunter2",
            Map.of("REDIS_URL", "tcp://:hunter3@x", "HEDDLE_REDIS_URL", "tcp://:hunter4@x"));

    assertThat(faults).hasSize(3).noneMatch(line -> line.contains("hunter"));
  }

  private List<String> lines(String text, Map<String, String> environment) throws IOException {
    var file = Files.writeString(folder.resolve("heddle.conf"), text);
    return switch (SettingsLoader.load(Optional.of(file), environment)) {
      case LoadResult.Faulty(var faults) ->
          faults.stream().map(f -> f.line().replace(file.toString(), "F")).toList();
      case LoadResult.Loaded _ -> List.of();
    };
  }
}
