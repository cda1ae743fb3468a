package io.heddle.actors.connection;

import io.heddle.actors.cursor.Cursors;
import io.heddle.actors.log.Cursor;
import io.heddle.actors.metrics.CursorMetrics.Ignored;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Socket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far the client of a connection has come in rooms with cursors, as it says itself or its pongs
 * show. Part of the connection's actor.
 */
final class Acks {
  private final Cursors cursors;
  private final Socket socket;
  private final Subscriptions subscriptions;
  private final String user;
  private final Optional<String> device;
  private final Map<RoomName, Position> reached = new HashMap<>(0);

  /** Where something may have been missed that nobody knows of: what comes next proves nothing. */
  private final Set<RoomName> unread = new HashSet<>(0);

  Acks(
      Cursors cursors,
      Socket socket,
      Subscriptions subscriptions,
      String user,
      Optional<String> device) {
    this.cursors = cursors;
    this.socket = socket;
    this.subscriptions = subscriptions;
    this.user = user;
    this.device = device;
  }

  /** Whether users have cursors in a room. */
  boolean areTaken(RoomName room) {
    return cursors.areKeptIn(room);
  }

  /** The client is in; what could not be read stays unread until it comes again. */
  void entered(List<Event.JoinedRoom> rooms) {
    for (Event.JoinedRoom joined : rooms) {
      if (joined.recovery().filter(Event.Recovery::unread).isPresent()) {
        unread.add(joined.room());
      }
    }
  }

  /** Everything up to here has come to the client's machine. */
  void received(Map<RoomName, Position> upTo) {
    upTo.forEach(
        (room, position) -> {
          if (cursors.areKeptIn(room) && !unread.contains(room) && isForward(room, position)) {
            cursors.metrics().ponged();
            move(room, position, true);
          }
        });
  }

  /** The client says how far it has come; what cannot be is ignored and counted. */
  void acked(RoomName room, Position position) {
    cursors.metrics().acked();
    if (!subscriptions.isIn(room)) {
      cursors.metrics().ignored(Ignored.NOT_SUBSCRIBED);
    } else if (!isForward(room, position)) {
      cursors.metrics().ignored(Ignored.BACKWARDS);
    } else {
      Optional<Position> sent = socket.lastDelivered(room);
      boolean proven =
          sent.filter(last -> last.epoch().equals(position.epoch()))
              .filter(last -> position.offset() <= last.offset())
              .isPresent();
      move(room, position, proven);
    }
  }

  private boolean isForward(RoomName room, Position position) {
    Position earlier = reached.get(room);
    return earlier == null
        || !earlier.epoch().equals(position.epoch())
        || position.offset() > earlier.offset();
  }

  /** Only what is known to be a room's position counts as reached. */
  private void move(RoomName room, Position position, boolean proven) {
    if (proven) {
      reached.put(room, position);
    }
    cursors.move(new Cursor(room, user, device, position), proven);
  }
}
