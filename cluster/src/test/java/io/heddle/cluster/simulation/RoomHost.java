package io.heddle.cluster.simulation;

import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.room.Room;
import io.heddle.actors.room.RoomEnvironment;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The rooms of all shards of one node: starts each with its first message. None goes to rest. */
final class RoomHost {
  private final ActorContext<Message> context;
  private final RoomEnvironment environment;
  private final Map<RoomName, ActorRef<ToRoom>> rooms = new HashMap<>();

  private RoomHost(ActorContext<Message> context, RoomEnvironment environment) {
    this.context = context;
    this.environment = environment;
  }

  /** What comes through the region, or that a room has ended. */
  sealed interface Message {}

  record Tell(RoomName room, ToRoom message) implements Message {}

  private record Gone(RoomName room) implements Message {}

  static Behavior<Message> create(RoomEnvironment environment) {
    return Behaviors.setup(
        context -> Behaviors.receiveMessage(new RoomHost(context, environment)::on));
  }

  private Behavior<Message> on(Message message) {
    switch (message) {
      case Tell(var room, var inside) -> rooms.computeIfAbsent(room, this::start).tell(inside);
      case Gone(var room) -> rooms.remove(room);
    }
    return Behaviors.same();
  }

  private ActorRef<ToRoom> start(RoomName room) {
    ActorRef<ToRoom> ref = context.spawnAnonymous(Room.create(room, environment, _ -> {}));
    context.watchWith(ref, new Gone(room));
    return ref;
  }
}
