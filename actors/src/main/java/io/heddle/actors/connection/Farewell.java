package io.heddle.actors.connection;

import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Socket;
import io.heddle.actors.protocol.ToLocalRooms;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * How a connection ends on a node that stops. When all that it took is answered, its rooms hand
 * over what they have: an answer to a publish overtakes the publication on its way through the
 * room. Then the client is told to come back. Part of the connection's actor.
 */
final class Farewell {
  private final Socket socket;
  private final Voice voice;
  private final ActorRef<ToLocalRooms> rooms;
  private State state = State.NOT_DUE;
  private int awaited;
  private boolean told;

  Farewell(Socket socket, Voice voice, ActorRef<ToLocalRooms> rooms) {
    this.socket = socket;
    this.voice = voice;
    this.rooms = rooms;
  }

  /** The client is to move; until then everything goes on. */
  void move(Duration after) {
    if (!told && !voice.isClosed()) {
      told = true;
      voice.say(new Event.Reconnect(after, CloseCode.RESTARTING.text()));
    }
  }

  /** The node stops: nothing more is taken. */
  void announce() {
    if (state == State.NOT_DUE) {
      state = State.DUE;
    }
  }

  /** Whether the node stops. */
  boolean isDue() {
    return state != State.NOT_DUE;
  }

  /** Nothing is left to be answered; {@code joined} are the rooms that may have something yet. */
  void answeredAll(List<RoomName> joined) {
    if (state == State.DUE) {
      state = State.DRAINING;
      awaited = joined.size();
      rooms.tell(new ToLocalRooms.Drain(joined, socket));
      closeIfDrained();
    }
  }

  /** So many rooms have nothing left for the client. */
  void drained(int count) {
    awaited -= count;
    closeIfDrained();
  }

  private void closeIfDrained() {
    if (awaited == 0 && !voice.isClosed()) {
      move(Duration.ZERO);
      voice.close(CloseCode.RESTARTING, CloseCode.RESTARTING.text());
    }
  }

  private enum State {
    NOT_DUE,
    DUE,
    DRAINING
  }
}
