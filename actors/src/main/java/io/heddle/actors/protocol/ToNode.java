package io.heddle.actors.protocol;

import io.heddle.actors.payload.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/** What a node's keeper of connections can be told. */
public sealed interface ToNode {
  /**
   * A socket has opened on this node.
   *
   * @param identity who it is; empty where that is told in-band
   * @param waitForConnect whether the first command must be {@code connect}, though the identity is
   *     known
   */
  record Open(Socket socket, Optional<Identity> identity, boolean waitForConnect)
      implements ToNode {}

  /** A connection's actor has ended. */
  record Ended(ClientId clientId) implements ToNode {}

  /**
   * A connection wants {@link ConnectionOrder.Due} at this time; replaces what it wanted before.
   */
  record WakeAt(ClientId clientId, Instant at) implements ToNode {}

  /** Sweep over all sockets. */
  record Sweep() implements ToNode {}

  /** Hand an event to a connection, if it is here and shares a room with the sender. */
  record Whisper(ClientId clientId, Event event, Set<RoomName> sharing) implements ToNode {}

  /** Hand an event to a connection, if it is here; answers 1 or 0. */
  record Deliver(ClientId clientId, Event event, ActorRef<Integer> replyTo) implements ToNode {}

  /** Ask the client of a connection; {@code GONE} is answered where it is not here. */
  record Ask(
      ClientId clientId, String name, Payload data, Duration timeout, ActorRef<ClientReply> replyTo)
      implements ToNode {}

  /** Close a connection, if it is here; answers 1 or 0. */
  record Disconnect(ClientId clientId, CloseCode code, String reason, ActorRef<Integer> replyTo)
      implements ToNode {}

  /** For the rooms of this node, from another one. */
  record ForRooms(ToLocalRooms message) implements ToNode {}

  /** For the notices that rooms of different nodes send each other, from another node. */
  record ForNotices(ToNotices message) implements ToNode {}

  /** How much is here? */
  record Load(ActorRef<NodeLoad> replyTo) implements ToNode {}

  /** Ends the node's process in order; the answer comes first. A second time it only answers. */
  record Retire(ActorRef<NodeReport> replyTo) implements ToNode {}

  /** The node is about to drain: nobody should count on its seats. */
  record Leaving() implements ToNode {}

  /**
   * Take no more connections, ask those that are here to move, close with 1012 who stays; answer
   * when all are gone.
   *
   * @param time for all of it
   */
  record Drain(Duration time, ActorRef<Done> replyTo) implements ToNode {}

  /** Time to go on with the drain. */
  record DrainOn() implements ToNode {}

  /** How things stand on the other nodes, of those that have answered. */
  record Elsewhere(List<NodeReport> nodes) implements ToNode {}

  /** How does this node do? */
  record Report(ActorRef<NodeReport> replyTo) implements ToNode {}

  /**
   * How much a node holds.
   *
   * @param connections open connections
   * @param rooms rooms that have a member here
   */
  record NodeLoad(int connections, int rooms) {}

  /**
   * How one node does.
   *
   * @param node its id
   * @param leaving whether it drains or is about to
   * @param connections open connections
   * @param asked how many of them have been asked to move since the drain began
   * @param seats how many more it takes, {@link #UNLIMITED} where it has no limit
   * @param policies digest of its policies of rooms; nodes with the same one treat rooms alike
   */
  record NodeReport(
      String node, boolean leaving, int connections, long asked, long seats, String policies) {
    /** More than any node can have. */
    public static final long UNLIMITED = Integer.MAX_VALUE;
  }
}
