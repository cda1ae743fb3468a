package io.heddle.actors.protocol;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The socket side of a connection as its actor sees it. Safe to call from any thread; no call
 * blocks.
 */
public interface Socket extends Member {
  /**
   * Called by the connection's actor before anything else, so that whatever a room answers finds
   * it. The socket takes commands from now on.
   */
  void opened(ActorRef<ToConnection> connection);

  /** Who has authenticated; called by the connection's actor before the socket joins any room. */
  void identify(Identity identity);

  /** Which of the user's devices it is, as the client said when it opened the socket. */
  Optional<String> device();

  /**
   * From now on a ping follows what is {@link #delivered}, some time after it, and {@link
   * ConnectionOrder.Received} is told when its pong comes: everything that was written before the
   * ping has come to the client's machine then.
   */
  void proveDeliveries();

  /** The last position in a room that was {@link #delivered}; empty where none was. */
  Optional<Position> lastDelivered(RoomName room);

  /**
   * Holds frames that rooms offer back until {@link #uncork}, so that {@code connected} comes
   * before anything that a room sends. Frames that were offered before still leave.
   */
  void cork();

  /** Sends {@code first}, then what was held back, and holds nothing back from now on. */
  void uncork(Frame first);

  /**
   * Tells that {@code count} commands of this socket have been dealt with; a socket stops reading
   * while too many are in flight.
   */
  void handled(int count);

  /**
   * Called about once a second by the node: sends a ping when one is due, closes with 4412 a peer
   * that has been silent for too long and with 4413 one that takes no bytes.
   *
   * @param nanoTime {@link System#nanoTime()} of this sweep
   */
  void sweep(long nanoTime);
}
