package io.heddle.cluster.sharding;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.room.Passivation;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A room that accepts each batch at the offset that its number of starts is, and rests on a tick.
 */
final class EchoRoom implements RoomFactory {
  final AtomicInteger starts = new AtomicInteger();
  final Queue<RoomName> stopped = new ConcurrentLinkedQueue<>();

  @Override
  public Behavior<ToRoom> create(RoomName room, Passivation passivation) {
    int start = starts.incrementAndGet();
    return Behaviors.receive(
        (context, message) ->
            switch (message) {
              case ToRoom.Publish(var batch, _, _, var replyTo) -> {
                var receipt = new PublishReply.Receipt(new Position("e", start), false, -1);
                replyTo.tell(
                    new PublishReply(room, batch, new PublishReply.Accepted(List.of(receipt))));
                yield Behaviors.same();
              }
              case ToRoom.Tick() -> {
                passivation.request(context.getSelf());
                yield Behaviors.same();
              }
              case ToRoom.Stop() -> {
                stopped.add(room);
                yield Behaviors.stopped();
              }
              default -> Behaviors.unhandled();
            });
  }
}
