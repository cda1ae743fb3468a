package io.heddle.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.ToConnection;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.config.DrainSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class DepartureTest {
  private static final long BEGIN = Long.MAX_VALUE - 5_000_000_000L;

  private final List<TestInbox<ToConnection>> connections = new ArrayList<>();
  private final List<FakeSocket> sockets = new ArrayList<>();
  private final List<OpenConnection> open = new ArrayList<>();

  @Test
  void asksAtItsPaceThoughTheClockWrapsAround() {
    Departure departure = departure(100, settings(50));
    departure.elsewhere(2, 1000);
    for (int millis = 0; millis <= 1000; millis += 100) {
      departure.step(at(millis));
    }

    assertThat(told(ConnectionOrder.Move.class)).isEqualTo(50);
    assertThat(departure.asked()).isEqualTo(50);
  }

  @Test
  void asksNoMoreThanTheOthersHaveSeatsFor() {
    Departure departure = departure(10, settings(0));
    departure.elsewhere(1, 4);
    departure.step(at(0));
    departure.step(at(100));
    assertThat(told(ConnectionOrder.Move.class)).isEqualTo(4);

    departure.elsewhere(1, 5);
    departure.step(at(200));
    assertThat(told(ConnectionOrder.Move.class)).isEqualTo(5);
    assertThat(departure.asked()).isEqualTo(9);
  }

  @Test
  void aClientHasTimeToMoveBeforeItsConnectionEnds() {
    Departure departure = departure(1, settings(0));
    departure.elsewhere(1, 10);
    departure.step(at(0));
    departure.step(at(1_999));
    assertThat(told(ConnectionOrder.Drain.class)).isZero();
    departure.step(at(3_000));
    assertThat(told(ConnectionOrder.Drain.class)).isEqualTo(1);
    departure.step(at(3_999));
    assertThat(sockets.getFirst().closed()).isEmpty();

    departure.step(at(4_001));
    assertThat(sockets.getFirst().closed()).contains(CloseCode.RESTARTING);
  }

  @Test
  void whoWasAskedFirstEndsFirstThoughTheClockWrapsAround() {
    Departure departure = departure(2, settings(1));
    departure.elsewhere(1, 2);
    departure.step(at(1_000));
    departure.step(at(3_000));
    assertThat(told(ConnectionOrder.Move.class)).isEqualTo(2);

    departure.step(at(4_000));
    assertThat(told(ConnectionOrder.Drain.class)).isEqualTo(1);
    departure.step(at(6_000));

    assertThat(told(ConnectionOrder.Drain.class)).isEqualTo(1);
  }

  @Test
  void nobodyIsAskedBeforeItIsKnownWhoCouldTakeThem() {
    Departure departure = departure(3, settings(0));
    departure.step(at(0));

    assertThat(told(ToConnection.class)).isZero();
  }

  @Test
  void whereThereIsNoOtherNodeAllFinishAtOnce() {
    Departure departure = departure(3, settings(1));
    departure.elsewhere(0, 0);
    departure.step(at(0));

    assertThat(told(ConnectionOrder.Drain.class)).isEqualTo(3);
  }

  @Test
  void whoCouldNotBeAskedInTimeFinishesBeforeTheTimeIsOver() {
    Departure departure = departure(3, settings(1));
    departure.elsewhere(1, 0);
    departure.step(at(8_999));
    assertThat(told(ToConnection.class)).isZero();
    departure.step(at(9_000));

    assertThat(told(ConnectionOrder.Drain.class)).isEqualTo(3);
    departure.step(at(10_000));
    assertThat(sockets).allSatisfy(it -> assertThat(it.closed()).contains(CloseCode.RESTARTING));
  }

  private Departure departure(int count, DrainSettings settings) {
    for (int i = 0; i < count; i++) {
      TestInbox<ToConnection> inbox = TestInbox.create();
      FakeSocket socket = new FakeSocket();
      connections.add(inbox);
      sockets.add(socket);
      open.add(new OpenConnection(inbox.getRef(), socket));
    }
    return new Departure(settings, Duration.ofSeconds(10), open, BEGIN);
  }

  private static DrainSettings settings(int pace) {
    return new DrainSettings(
        Duration.ofSeconds(10), Duration.ZERO, pace, Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  private static long at(long millis) {
    return BEGIN + millis * 1_000_000;
  }

  /** How many messages of a kind have come since this was asked last. */
  private int told(Class<?> kind) {
    int count = 0;
    for (TestInbox<ToConnection> inbox : connections) {
      count += (int) inbox.getAllReceived().stream().filter(kind::isInstance).count();
    }
    return count;
  }
}
