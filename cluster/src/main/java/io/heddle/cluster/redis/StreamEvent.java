package io.heddle.cluster.redis;

import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToPublisher;
import java.util.Optional;

/** What the reader of the stream tells itself. */
sealed interface StreamEvent extends StreamIngress.Command {
  record Made(StreamConnector connector) implements StreamEvent {}

  record Opened(long attempt, StreamConnector.Pair connections) implements StreamEvent {}

  /** Redis has answered; what is to be done about it, if the connection is still that one. */
  record Told(long attempt, Runnable what) implements StreamEvent {}

  record Broken(long attempt, String why) implements StreamEvent {}

  /** A room has answered; empty: a fault. */
  record Answered(RoomName room, EntryLanes.Loaded loaded, Optional<ToPublisher.Answer> answer)
      implements StreamEvent {}

  record Reconnect() implements StreamEvent {}

  record RetryRoom(RoomName room) implements StreamEvent {}

  /** Time to keep the reader's place, or to look whether it is free. */
  record Tick() implements StreamEvent {}

  /** What is under way has had its time to end. */
  record GiveUp() implements StreamEvent {}

  record Closed() implements StreamEvent {}
}
