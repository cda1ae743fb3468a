package io.heddle.app.warmup;

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

/** Real rooms that no shard knows of: each starts with its first message, and ends with all. */
final class PrivateRooms {
  private final Map<RoomName, ActorRef<ToRoom>> rooms = new HashMap<>();
  private final ActorContext<Tell> context;
  private final RoomEnvironment environment;

  /** A message to a room. */
  record Tell(RoomName room, ToRoom message) {}

  private PrivateRooms(ActorContext<Tell> context, RoomEnvironment environment) {
    this.context = context;
    this.environment = environment;
  }

  static Behavior<Tell> create(RoomEnvironment environment) {
    return Behaviors.setup(
        context -> {
          PrivateRooms rooms = new PrivateRooms(context, environment);
          return Behaviors.receiveMessage(rooms::on);
        });
  }

  private Behavior<Tell> on(Tell tell) {
    rooms.computeIfAbsent(tell.room(), this::start).tell(tell.message());
    return Behaviors.same();
  }

  /** None is put to rest: they are not there for long enough. */
  private ActorRef<ToRoom> start(RoomName room) {
    return context.spawnAnonymous(Room.create(room, environment, _ -> {}));
  }
}
