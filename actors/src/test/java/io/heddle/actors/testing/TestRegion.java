package io.heddle.actors.testing;

import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.room.Room;
import io.heddle.actors.room.RoomEnvironment;
import io.heddle.actors.room.RoomRegion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Starts real rooms by name as a shard does: holds back what comes while one passivates. */
public final class TestRegion implements RoomRegion {
  private sealed interface Command {}

  private record Tell(RoomName room, ToRoom message) implements Command {}

  private record Passivate(RoomName room) implements Command {}

  private record Kill(RoomName room) implements Command {}

  private record Gone(RoomName room) implements Command {}

  private final ActorTestKit kit;
  private final ActorRef<Command> shard;
  private final Set<RoomName> awake = ConcurrentHashMap.newKeySet();
  private volatile BiPredicate<RoomName, ToRoom> drops = (_, _) -> false;

  /** A region in which no room runs yet. */
  public TestRegion(ActorTestKit kit, RoomEnvironment environment) {
    this.kit = kit;
    shard = kit.spawn(Behaviors.setup(context -> new Shard(context, environment).behavior()));
  }

  @Override
  public void tell(RoomName room, ToRoom message) {
    if (!drops.test(room, message)) {
      shard.tell(new Tell(room, message));
    }
  }

  /** Loses messages from now on; called by any thread. */
  public void drop(BiPredicate<RoomName, ToRoom> which) {
    drops = which;
  }

  /** Ends a room as a fault does: without a word to anybody. */
  public void kill(RoomName room) {
    shard.tell(new Kill(room));
  }

  /** Ends all rooms. */
  public void close() {
    kit.stop(shard);
  }

  /** The rooms that run. */
  public Set<RoomName> awake() {
    return Set.copyOf(awake);
  }

  private final class Shard {
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
          message -> {
            switch (message) {
              case Tell(var room, var toRoom) -> tell(room, toRoom);
              case Passivate(var room) ->
                  Optional.ofNullable(rooms.get(room))
                      .ifPresent(
                          ref -> {
                            stopping.putIfAbsent(room, new ArrayList<>());
                            ref.tell(new ToRoom.Stop());
                          });
              case Kill(var room) -> Optional.ofNullable(rooms.get(room)).ifPresent(context::stop);
              case Gone(var room) -> gone(room);
            }
            return Behaviors.same();
          });
    }

    private void tell(RoomName room, ToRoom message) {
      List<ToRoom> buffer = stopping.get(room);
      if (buffer != null) {
        buffer.add(message);
      } else {
        rooms.computeIfAbsent(room, this::start).tell(message);
      }
    }

    private ActorRef<ToRoom> start(RoomName room) {
      ActorRef<Command> self = context.getSelf();
      ActorRef<ToRoom> ref =
          context.spawnAnonymous(
              Room.create(room, environment, _ -> self.tell(new Passivate(room))));
      context.watchWith(ref, new Gone(room));
      awake.add(room);
      return ref;
    }

    private void gone(RoomName room) {
      rooms.remove(room);
      awake.remove(room);
      List<ToRoom> buffer = stopping.remove(room);
      if (buffer != null) {
        buffer.forEach(message -> tell(room, message));
      }
    }
  }
}
