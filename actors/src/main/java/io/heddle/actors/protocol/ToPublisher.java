package io.heddle.actors.protocol;

import org.apache.pekko.actor.typed.ActorRef;

/** What the actor that publishes for backends, and asks their rooms, can be told. */
public sealed interface ToPublisher
    permits PublishReply, ToPublisher.Publish, ToPublisher.WhoIsThere, ToPublisher.Retry {
  /**
   * Publish this; {@code replyTo} gets exactly one answer, {@code unavailable} where nothing was
   * heard in time. Publishes to one room keep the order in which they came here.
   *
   * @param counted whether the answer waits to tell to how many connections it was handed
   */
  record Publish(RoomName room, Draft draft, boolean counted, ActorRef<Answer> replyTo)
      implements ToPublisher {}

  /** Ask a room who is there, once; {@code replyTo} gets at most one answer. */
  record WhoIsThere(RoomName room, ActorRef<PresenceReply> replyTo) implements ToPublisher {}

  /** Time to look after what has not been answered. */
  record Retry() implements ToPublisher {}

  /** What became of one publish. */
  sealed interface Answer {}

  /** It is in the room's log. */
  record Done(PublishReply.Receipt receipt) implements Answer {}

  /** It is not, or nobody knows. */
  record Failed(ErrorCode code) implements Answer {}
}
