package io.heddle.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.RoomName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What it costs to wake a room that the server joins people to. */
class SleepingRoomTest {
  private static final int NODES = 6;
  private static final int USERS = 100;

  @Test
  void aFirstPublicationAsksEachNodeOnceAndGoesOnlyWhereItsMembersAre() {
    try (SimulatedCluster cluster = new SimulatedCluster(NODES, 5)) {
      Listener member = new Listener("anna");
      for (int i = 0; i < USERS; i++) {
        cluster.enter(1, new RoomName("user:" + i), member);
      }
      cluster.pass(Duration.ofSeconds(1));
      cluster.journal().forget();
      for (int i = 0; i < USERS; i++) {
        cluster.publish(1, new RoomName("user:" + i));
      }
      cluster.pass(Duration.ofSeconds(2));

      Journal journal = cluster.journal();
      assertThat(member.publications()).isEqualTo(USERS);
      assertThat(journal.messages("Opened")).isEqualTo((NODES - 1) * USERS);
      assertThat(journal.messages("Nobody") + journal.messages("Attach"))
          .isEqualTo((NODES - 1) * USERS);
      assertThat(journal.messages("Deliver")).isLessThanOrEqualTo(USERS);

      journal.forget();
      for (int i = 0; i < USERS; i++) {
        cluster.publish(1, new RoomName("user:" + i));
      }
      cluster.pass(Duration.ofSeconds(2));
      assertThat(member.publications()).isEqualTo(2 * USERS);
      assertThat(journal.messages("Opened")).isZero();
    }
  }
}
