package io.heddle.actors.node;

import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.Socket;
import io.heddle.actors.protocol.ToConnection;
import java.time.Instant;
import org.apache.pekko.actor.typed.ActorRef;

/** What a node knows of one of its connections. Part of the node's actor. */
final class OpenConnection {
  private final ActorRef<ToConnection> actor;
  private final Socket socket;
  private Instant wakeAt = Instant.MAX;

  OpenConnection(ActorRef<ToConnection> actor, Socket socket) {
    this.actor = actor;
    this.socket = socket;
  }

  ActorRef<ToConnection> actor() {
    return actor;
  }

  Socket socket() {
    return socket;
  }

  /** The actor is to be woken then; replaces what it wanted before. */
  void wakeAt(Instant at) {
    wakeAt = at;
  }

  /** Looks after the socket, and wakes the actor if it is time. */
  void sweep(Instant now, long nanoTime) {
    socket.sweep(nanoTime);
    if (!wakeAt.isAfter(now)) {
      wakeAt = Instant.MAX;
      actor.tell(new ConnectionOrder.Due(now));
    }
  }
}
