package io.heddle.actors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.testing.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private static final RoomName ROOM = new RoomName("chat:1");
  private static final RoomName OWN = new RoomName("user:alice");

  private final Subscriptions subscriptions = new Subscriptions();

  @Test
  void publishesWaitForTheJoinAndComeBackInOrder() {
    assertThat(subscriptions.defer(publish("1"))).isFalse();
    subscriptions.joining(ROOM);
    assertThat(subscriptions.defer(publish("1"))).isTrue();
    assertThat(subscriptions.defer(publish("2"))).isTrue();

    assertThat(subscriptions.joined(ROOM, 1))
        .extracting(publish -> publish.data().toString())
        .containsExactly("1", "2");
    assertThat(subscriptions.isIn(ROOM)).isTrue();
  }

  @Test
  void aSecondJoinIsStillAwaitedWhenTheFirstIsRefused() {
    subscriptions.joining(ROOM);
    subscriptions.joining(ROOM);
    subscriptions.defer(publish("1"));

    assertThat(subscriptions.refused(ROOM, 1)).isEmpty();
    assertThat(subscriptions.joined(ROOM, 1)).hasSize(1);
    assertThat(subscriptions.all()).containsExactly(ROOM);
  }

  @Test
  void theLastRefusalGivesBackWhatWaits() {
    subscriptions.joining(ROOM);
    subscriptions.defer(publish("1"));

    assertThat(subscriptions.refused(ROOM, 1)).hasSize(1);
    assertThat(subscriptions.size()).isZero();
  }

  @Test
  void aRefusedRepetitionEndsNothing() {
    subscriptions.joining(ROOM);
    subscriptions.joined(ROOM, 1);
    subscriptions.joining(ROOM);
    subscriptions.refused(ROOM, 2);

    assertThat(subscriptions.isIn(ROOM)).isTrue();
    assertThat(subscriptions.size()).isEqualTo(1);
  }

  @Test
  void whoIsOustedWhileJoiningAgainIsInWhenThatIsAnswered() {
    subscriptions.joining(ROOM);
    subscriptions.joined(ROOM, 1);
    subscriptions.joining(ROOM);
    subscriptions.ousted(ROOM);
    assertThat(subscriptions.isIn(ROOM)).isFalse();
    subscriptions.joined(ROOM, 2);

    assertThat(subscriptions.isIn(ROOM)).isTrue();
  }

  @Test
  void anAnswerThatComesAfterLeavingChangesNothing() {
    subscriptions.joining(ROOM);
    subscriptions.remove(ROOM);

    assertThat(subscriptions.joined(ROOM, 1)).isEmpty();
    assertThat(subscriptions.isIn(ROOM)).isFalse();
    assertThat(subscriptions.all()).isEmpty();
  }

  @Test
  void aLateAnswerToAVisitThatIsOverIsNoAnswerToTheNextOne() {
    int first = subscriptions.joining(ROOM);
    subscriptions.remove(ROOM);
    int second = subscriptions.joining(ROOM);
    subscriptions.defer(publish("1"));

    assertThat(subscriptions.refused(ROOM, first)).isEmpty();
    assertThat(subscriptions.isOwn(ROOM)).isTrue();
    assertThat(subscriptions.joined(ROOM, first)).isEmpty();
    assertThat(subscriptions.isIn(ROOM)).isFalse();
    assertThat(subscriptions.joined(ROOM, second)).hasSize(1);
    assertThat(subscriptions.isIn(ROOM)).isTrue();
  }

  @Test
  void whatWaitsForARoomGoesOutWhenTheServerJoinsIt() {
    subscriptions.joining(ROOM);
    subscriptions.defer(publish("1"));

    assertThat(subscriptions.assign(ROOM)).hasSize(1);
    assertThat(subscriptions.isIn(ROOM)).isTrue();
    assertThat(subscriptions.joined(ROOM, 1)).isEmpty();
    subscriptions.remove(ROOM);
    assertThat(subscriptions.all()).isEmpty();
  }

  @Test
  void groupsAreSharedAndTheUsersOwnRoomAndEverybodysAreNot() {
    RoomName group = new RoomName("group:g");
    subscriptions.enter(List.of(OWN, group, RoomName.SYSTEM));
    subscriptions.joining(OWN);
    subscriptions.joined(OWN, 1);
    subscriptions.joining(ROOM);
    subscriptions.joined(ROOM, 2);

    assertThat(subscriptions.shared()).containsExactlyInAnyOrder(group, ROOM);
  }

  @Test
  void aRoomOfTheServersIsInButNotOwnUntilAskedFor() {
    subscriptions.enter(List.of(OWN, RoomName.SYSTEM));
    assertThat(subscriptions.isIn(OWN)).isTrue();
    assertThat(subscriptions.isOwn(OWN)).isFalse();
    assertThat(subscriptions.size()).isZero();
    subscriptions.joining(OWN);
    subscriptions.joined(OWN, 1);

    assertThat(subscriptions.isOwn(OWN)).isTrue();
    assertThat(subscriptions.all()).containsExactlyInAnyOrder(OWN, RoomName.SYSTEM);
  }

  private static ClientCommand.Publish publish(String data) {
    return new ClientCommand.Publish(
        ROOM, "message", World.payload(data), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
