package io.heddle.app.check;

import static io.heddle.app.check.Checked.assertClean;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.NodeProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What happens to three nodes with the profile that is usual. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
@ResourceLock(NodeProcess.LOCK)
class CalmFailuresTest {
  /** Longer than the profile needs to give a dead node up. */
  private static final Duration AWAY = Duration.ofSeconds(20);

  private Checked nodes;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    nodes = Checked.start(folder, "calm");
  }

  @AfterAll
  void close() {
    nodes.close();
  }

  @Test
  void aNodeThatStandsStillForThreeSecondsIsGivenUpByNobody() throws Exception {
    int said = nodes.cluster.lines().size();

    CheckReport report = nodes.play(Scenario.pause, 2, AWAY);

    assertClean(report);
    assertThat(nodes.cluster.lines().stream().skip(said))
        .noneMatch(line -> line.contains("ended") || line.contains("is given up"));
  }

  @Test
  void aNodeThatStandsStillForLongIsGivenUpAndWritesNothingMore() throws Exception {
    int said = nodes.cluster.lines().size();

    CheckReport report = nodes.play(Scenario.freeze, 3, AWAY);

    assertClean(report);
    assertThat(nodes.cluster.lines().stream().skip(said))
        .contains("node 3 ended by itself (1), and is started again; why: " + nodes.log(3));
  }

  @Test
  void aRollLosesNothing() throws Exception {
    CheckReport report = nodes.play(Scenario.rolling, 1, AWAY);

    assertClean(report);
    assertThat(report.notRecovered()).isZero();
    assertThat(nodes.cluster.lines())
        .contains("node 1 left (0)", "node 2 left (0)", "node 3 left (0)");
  }

  @Test
  void aRollARestartOfRedisAndAKillLoseNothing() throws Exception {
    assertClean(nodes.play(Scenario.mixed, 2, AWAY));
  }
}
