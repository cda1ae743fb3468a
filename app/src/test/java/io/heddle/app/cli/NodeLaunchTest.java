package io.heddle.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NodeLaunchTest {
  @Test
  void nodesRunAsTheirParentDoesAndShareItsMemory() {
    assertThat(
            NodeLaunch.command(
                List.of("-Xmn64m", "-XX:MaxRAMPercentage=60", "-Da=b c"), "/jdk", "a.jar", 3))
        .containsExactly(
            "/jdk/bin/java",
            "-Xmn64m",
            "-XX:MaxRAMPercentage=20.0",
            "-Da=b c",
            "-cp",
            "a.jar",
            "io.heddle.app.cli.Main");
  }
}
