package io.heddle.actors.connection;

import io.heddle.actors.metrics.ConnectionMetrics;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.actors.protocol.ToPublisher.Answer;
import io.heddle.actors.protocol.ToPublisher.Failed;
import io.heddle.actors.protocol.ToPublisher.Publish;
import io.heddle.actors.protocol.ToPublisher.Retry;
import io.heddle.actors.protocol.ToPublisher.WhoIsThere;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.room.RoomRegion;
import io.heddle.config.RoomSettings;
import java.time.Clock;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Publishes for those who have no connection: admin routes, ingress, applications. Each publish is
 * repeated until its room has answered or the time-out is over; publishes to one room keep their
 * order. What comes while too much is under way is refused at once.
 */
public final class Publisher {
  /** Publishes under way at most; each is bounded by the largest message, and most are small. */
  private static final int LIMIT = 10_000;

  private Publisher() {}

  /** The behaviour of a publisher. */
  public static Behavior<ToPublisher> create(
      RoomRegion region, RoomSettings settings, ConnectionMetrics metrics, Clock clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  ActorRef<PublishReply> self = context.getSelf().narrow();
                  PublishQueue<ActorRef<Answer>> queue =
                      new PublishQueue<>(
                          region, self, settings, metrics, (asker, answer) -> asker.tell(answer));
                  timers.startTimerWithFixedDelay(new Retry(), settings.publishRetry());
                  return Behaviors.receiveMessage(
                      message -> {
                        long now = clock.millis();
                        switch (message) {
                          case Publish publish when queue.size() >= LIMIT -> {
                            metrics.publishRefused();
                            publish.replyTo().tell(new Failed(ErrorCode.UNAVAILABLE));
                          }
                          case Publish(var room, var draft, var counted, var replyTo) ->
                              queue.offer(room, draft, counted, replyTo, now);
                          case WhoIsThere(var room, var replyTo) ->
                              region.tell(room, new ToRoom.WhoIsThere(replyTo));
                          case PublishReply reply -> queue.replied(reply, now);
                          case Retry _ -> queue.retry(now);
                        }
                        return Behaviors.same();
                      });
                }));
  }
}
