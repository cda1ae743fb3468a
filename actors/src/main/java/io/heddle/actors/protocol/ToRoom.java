package io.heddle.actors.protocol;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a room, the single writer of its log, can be told; down to {@code Delivered} by any node,
 * the rest by itself.
 */
public sealed interface ToRoom {
  /**
   * Stamp, log and hand out these. Sending the same batch again is safe: a draft whose key or
   * message id has been seen gets its first answer again.
   *
   * @param batch the publisher's number, repeated in the reply
   * @param counted whether the reply waits until the nodes told how many connections got it
   */
  record Publish(long batch, List<Draft> drafts, boolean counted, ActorRef<PublishReply> replyTo)
      implements ToRoom {}

  /**
   * A node has members and wants what is published.
   *
   * @param have the last position that the node has; empty to begin with what comes next
   * @param attendance who is in already; nobody is told of them
   */
  record Attach(
      String node, ActorRef<ToLocalRoom> localRoom, Optional<Position> have, Attendance attendance)
      implements ToRoom {}

  /** A node that was asked has no members. */
  record Nobody(String node) implements ToRoom {}

  /** A node has no members any more, or is no more. */
  record Detach(String node, ActorRef<ToLocalRoom> localRoom) implements ToRoom {}

  /** Somebody came or went on a node, or told a state. */
  record Attended(String node, Attendance attendance) implements ToRoom {}

  /**
   * A node that is attached tells how many members it has of a room with a capacity, and wants to
   * let in more. Until it has the answer to this number it lets in nobody; so it holds no seats but
   * those that are taken.
   *
   * @param number greater than those before; equal where the same claim is repeated
   * @param taken members, at least 0
   * @param wanted how many wait, at least 0
   */
  record ClaimSeats(
      String node, ActorRef<ToLocalRoom> localRoom, long number, int taken, int wanted)
      implements ToRoom {}

  /** Who is there? */
  record WhoIsThere(ActorRef<PresenceReply> replyTo) implements ToRoom {}

  /** A node has handed out everything up to {@code offset}, the last of it to {@code receivers}. */
  record Delivered(String node, long offset, int receivers) implements ToRoom {}

  /** A node that had members is gone from the cluster. */
  record NodeGone(String node) implements ToRoom {}

  /** Time to remind other nodes of how far the room is. */
  record Remind() implements ToRoom {}

  /** The log told the head, and the newest of what it keeps up to there. */
  record Loaded(Position head, List<Publication> recent) implements ToRoom {}

  /** The log has taken what was being appended, and tells where each draft stands. */
  record Appended(List<Stamp> stamps) implements ToRoom {}

  /** The log's head is another one than the room knows, so it took nothing. */
  record Fenced(Position head) implements ToRoom {}

  /**
   * The log failed at an append.
   *
   * @param undecided whether it may have taken it; else it has not
   */
  record AppendFailed(boolean undecided, String reason) implements ToRoom {}

  /** A user who left all nodes has not come back in time. */
  record StayedAway(String userId) implements ToRoom {}

  /** Time to repeat an append whose outcome is unknown. */
  record AppendAgain() implements ToRoom {}

  /** The log has been told that a node is ahead of it, and has this head now. */
  record Renewed(Attach attach, Position head) implements ToRoom {}

  /** The log gave what an attaching node has missed. */
  record CaughtUp(Attach attach, List<Publication> missed, boolean complete) implements ToRoom {}

  /** The log could not be read. */
  record LogFailed(String reason) implements ToRoom {}

  /** Time to look after nodes that have not answered, and whether anybody is left. */
  record Tick() implements ToRoom {}

  /** Stop: from the shard that passivates or moves the room. */
  record Stop() implements ToRoom {}
}
