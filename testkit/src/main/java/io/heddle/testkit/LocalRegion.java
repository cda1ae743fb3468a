package io.heddle.testkit;

import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.room.Room;
import io.heddle.actors.room.RoomEnvironment;
import io.heddle.actors.room.RoomRegion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Real rooms without a cluster: starts each with its first message, as a shard does, and holds back
 * what comes while one goes to rest.
 */
final class LocalRegion implements RoomRegion {
  private sealed interface Command {}

  private record Tell(RoomName room, ToRoom message) implements Command {}

  private record Passivate(RoomName room, ActorRef<ToRoom> ref) implements Command {}

  private record Gone(RoomName room) implements Command {}

  private final ActorRef<Command> shard;

  LocalRegion(ActorSystem<?> system, RoomEnvironment environment) {
    shard =
        system.systemActorOf(
            Behaviors.setup(context -> new Shard(context, environment).behavior()),
            "rooms",
            Props.empty());
  }

  @Override
  public void tell(RoomName room, ToRoom message) {
    shard.tell(new Tell(room, message));
  }

  private static final class Shard {
    private final ActorContext<Command> context;
    private final RoomEnvironment environment;
    private final Map<RoomName, ActorRef<ToRoom>> rooms = new HashMap<>();
    private final Map<RoomName, List<ToRoom>> stopping = new HashMap<>();

    Shard(ActorContext<Command> context, RoomEnvironment environment) {
      this.context = context;
      this.environment = environment;
    }

    Behavior<Command> behavior() {
      return Behaviors.receiveMessage(
          command -> {
            switch (command) {
              case Tell(var room, var message) -> tell(room, message);
              case Passivate(var room, var ref) -> {
                if (stopping.putIfAbsent(room, new ArrayList<>()) == null) {
                  ref.tell(new ToRoom.Stop());
                }
              }
              case Gone(var room) -> gone(room);
            }
            return Behaviors.same();
          });
    }

    private void tell(RoomName room, ToRoom message) {
      List<ToRoom> heldBack = stopping.get(room);
      if (heldBack != null) {
        heldBack.add(message);
      } else {
        rooms.computeIfAbsent(room, this::start).tell(message);
      }
    }

    private ActorRef<ToRoom> start(RoomName room) {
      ActorRef<Command> self = context.getSelf();
      ActorRef<ToRoom> ref =
          context.spawnAnonymous(
              Room.create(room, environment, resting -> self.tell(new Passivate(room, resting))));
      context.watchWith(ref, new Gone(room));
      return ref;
    }

    private void gone(RoomName room) {
      rooms.remove(room);
      List<ToRoom> heldBack = stopping.remove(room);
      if (heldBack != null) {
        heldBack.forEach(message -> tell(room, message));
      }
    }
  }
}
