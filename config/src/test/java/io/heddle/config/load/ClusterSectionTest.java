package io.heddle.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.config.Bytes;
import io.heddle.config.ClusterTlsSettings;
import io.heddle.config.LogChoice;
import io.heddle.config.NodeAddress;
import io.heddle.config.Settings;
import io.heddle.config.SplitBrainProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterSectionTest {
  @Test
  void aNodeOfWhichNothingIsSaidIsAlone() {
    var settings = load(Map.of());

    assertThat(settings.cluster().isShared()).isFalse();
    assertThat(settings.cluster().minNodes()).isOne();
    assertThat(settings.cluster().splitBrain()).isEqualTo(SplitBrainProfile.CALM);
    assertThat(settings.cluster().tls()).isEmpty();
    assertThat(settings.log()).isEqualTo(LogChoice.SQLITE);
  }

  @Test
  void variablesMakeItOneOfSeveral() {
    var settings =
        load(
            Map.of(
                "HEDDLE_CLUSTER_SEEDS", "a.example.com:17355, [fd00::2]:7",
                "HEDDLE_CLUSTER_HOST", "10.0.0.1",
                "HEDDLE_CLUSTER_PORT", "7",
                "HEDDLE_CLUSTER_MIN_NODES", "3",
                "REDIS_URL", "redis://redis"));

    assertThat(settings.cluster().isShared()).isTrue();
    assertThat(settings.cluster().seeds())
        .containsExactly(new NodeAddress("a.example.com", 17355), new NodeAddress("fd00::2", 7))
        .extracting(NodeAddress::toString)
        .containsExactly("a.example.com:17355", "[fd00::2]:7");
    assertThat(settings.cluster().host()).contains("10.0.0.1");
    assertThat(settings.cluster().port()).isEqualTo(7);
    assertThat(settings.cluster().minNodes()).isEqualTo(3);
  }

  @Test
  void theLogOfSeveralNodesIsInRedisAndThatOfOneInAFile() {
    var redis = Map.of("REDIS_URL", "redis://redis");

    assertThat(load(redis).log()).isEqualTo(LogChoice.SQLITE);
    assertThat(load(with(redis, "HEDDLE_CLUSTER_DNS", "nodes")).log()).isEqualTo(LogChoice.REDIS);
    assertThat(load(with(redis, "HEDDLE_CLUSTER_HOST", "me")).log()).isEqualTo(LogChoice.REDIS);
    assertThat(load(Map.of("HEDDLE_CLUSTER_DNS", "nodes", "HEDDLE_LOG", "memory")).log())
        .isEqualTo(LogChoice.MEMORY);
  }

  @Test
  void theFrameGrowsWithTheLargestMessage() {
    assertThat(load(Map.of()).cluster().frameSize()).isEqualTo(new Bytes(1_024_000 + (1 << 20)));
    assertThat(load(Map.of("HEDDLE_CLUSTER_FRAME_SIZE", "8MiB")).cluster().frameSize())
        .isEqualTo(new Bytes(8 << 20));
  }

  @Test
  void nodesTellByADigestWhetherTheyHaveTheSamePolicies() {
    var desk = "desk { capacity = 5 }";
    var lobby = "lobby { publish = anyone }";

    assertThat(policies(desk + "," + lobby)).isEqualTo(policies(lobby + "," + desk));
    assertThat(policies(desk)).isNotEqualTo(policies("desk { capacity = 6 }"));
  }

  private static String policies(String namespaces) {
    return SettingsLoader.parse("heddle.namespaces { " + namespaces + " }").namespaces().digest();
  }

  @Test
  void theFilesOfTlsAreReadTogether() {
    var settings =
        load(
            Map.of(
                "HEDDLE_CLUSTER_TLS_CERTIFICATE", "node.crt",
                "HEDDLE_CLUSTER_TLS_KEY", "node.key",
                "HEDDLE_CLUSTER_TLS_AUTHORITY", "ca.crt",
                "HEDDLE_CLUSTER_TLS_RELOAD", "1m"));

    assertThat(settings.cluster().tls())
        .contains(
            new ClusterTlsSettings(
                Path.of("node.crt"),
                Path.of("node.key"),
                Path.of("ca.crt"),
                Duration.ofMinutes(1)));
  }

  private static Settings load(Map<String, String> environment) {
    return SettingsLoader.load(Optional.empty(), environment).orThrow();
  }

  private static Map<String, String> with(
      Map<String, String> variables, String name, String value) {
    var all = new HashMap<>(variables);
    all.put(name, value);
    return all;
  }
}
