package io.heddle.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.config.load.SettingsLoader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenNamespacesTest {
  @Test
  void theDefaultsAreToldByWhomTheyAreOpenTo() {
    assertThat(lines(Map.of()))
        .containsExactly(
            "open to anyone: events (subscribe)",
            "open to any authenticated user: default and all undeclared (subscribe, publish),"
                + " project (subscribe, publish), chat (subscribe, publish),"
                + " bench (subscribe, publish)");
  }

  @Test
  void whereUndeclaredNamespacesAreRefusedTheyAreNotOpen() {
    assertThat(lines(Map.of("HEDDLE_ROOMS_UNDECLARED", "refuse")).getLast())
        .startsWith("open to any authenticated user: default (subscribe, publish), ");
  }

  private static List<String> lines(Map<String, String> environment) {
    var settings = SettingsLoader.load(Optional.empty(), environment).orThrow();
    return OpenNamespaces.lines(settings.namespaces(), settings.rooms());
  }
}
