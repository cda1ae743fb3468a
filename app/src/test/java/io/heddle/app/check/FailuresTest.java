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

/** What happens to three nodes that give each other up soon. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(NodeProcess.LOCK)
class FailuresTest {
  /** Longer than the profile needs to give a dead node up. */
  private static final Duration AWAY = Duration.ofSeconds(8);

  private Checked nodes;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    nodes = Checked.start(folder, "fast");
  }

  @AfterAll
  void close() {
    nodes.close();
  }

  @Test
  void aNodeThatIsKilledTakesNothingAlong() throws Exception {
    CheckReport report = nodes.play(Scenario.kill, 2, AWAY);

    assertClean(report);
    assertThat(report.reconnects()).isPositive();
    assertThat(report.notRecovered()).isZero();
    assertThat(nodes.cluster.lines()).contains("node 2 was killed (137)");
  }

  @Test
  void aNodeThatIsCutOffEndsAndComesBackAndNothingIsLost() throws Exception {
    CheckReport report = nodes.play(Scenario.partition, 3, AWAY);

    assertClean(report);
    assertThat(report.reconnects()).isPositive();
    assertThat(report.notRecovered()).isZero();
  }

  @Test
  void aRedisThatRestartsLosesNothingThatItHadKept() throws Exception {
    assertClean(nodes.play(Scenario.redis_restart, 1, AWAY));
  }

  @Test
  @Tag("long")
  void aRedisThatComesBackEmptyHasEverybodyLoadAnewAndNothingComesTwice() throws Exception {
    CheckReport report = nodes.play(Scenario.redis_empty, 1, AWAY);

    assertThat(report.notRecovered()).as(CheckText.text(report)).isPositive();
    assertThat(report.duplicated()).as(CheckText.text(report)).isZero();
    assertThat(report.reordered()).as(CheckText.text(report)).isZero();
  }

  @Test
  @Tag("long")
  void aRedisThatHangsLosesNothing() throws Exception {
    assertClean(nodes.play(Scenario.redis_hang, 1, AWAY));
  }

  @Test
  @Tag("long")
  void twoOfThreeThatAreKilledTakeTheThirdAlongAndNothingIsLost() throws Exception {
    CheckReport report = nodes.play(Scenario.outage, 3, AWAY);

    assertClean(report);
    assertThat(report.notRecovered()).isZero();
  }

  @Test
  @Tag("long")
  void nodesThatAreAllKilledComeBackAndNothingIsLost() throws Exception {
    CheckReport report = nodes.play(Scenario.kill_all, 1, AWAY);

    assertClean(report);
    assertThat(report.notRecovered()).isZero();
  }

  @Test
  @Tag("long")
  void theOldestNodeThatIsKilledTakesNothingAlong() throws Exception {
    for (int node = 2; node <= 3; node++) {
      nodes.cluster.stop(node);
      nodes.cluster.start(node);
    }

    assertClean(nodes.play(Scenario.kill, 1, AWAY));
  }
}
