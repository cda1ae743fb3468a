package io.heddle.cluster.simulation;

import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorPath;

/** Carries what nodes say to each other, each message within a millisecond, and counts it. */
final class Network {
  private static final long LATENCY = TimeUnit.MILLISECONDS.toNanos(1);

  private final VirtualTime time;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final Journal journal = new Journal();

  Network(VirtualTime time) {
    this.time = time;
  }

  /** What has been carried. */
  Journal journal() {
    return journal;
  }

  List<SimulatedNode> nodes() {
    return nodes;
  }

  /** The way out of one node. */
  final class Link {
    private final int from;

    Link(int from) {
      this.from = from;
    }

    /** To an actor of another node. */
    void toActor(ActorPath path, Object message) {
      send(SimulatedNode.index(path.address()), message, (to, it) -> to.receive(path, it));
    }

    /** To a room that lives on another node, by way of its shard. */
    void toRoom(int home, RoomName room, ToRoom message) {
      send(home, message, (to, it) -> to.receive(room, (ToRoom) it));
    }

    private void send(int to, Object message, Arrival arrival) {
      SimulatedNode target = nodes.get(to);
      SimulatedNode source = nodes.get(from);
      SimulatedNode.Written written = source.write(message);
      journal.add(time.at(), to, kind(message), written.bytes().remaining());
      time.later(
          LATENCY,
          () -> {
            if (target.isAlive()) {
              arrival.at(target, target.read(written));
            }
          },
          time::run);
    }
  }

  @FunctionalInterface
  private interface Arrival {
    void at(SimulatedNode node, Object message);
  }

  private static String kind(Object message) {
    return switch (message) {
      case ToNode.ForRooms(var inside) -> inside.getClass().getSimpleName();
      case ToNode.ForNotices(var inside) -> inside.getClass().getSimpleName();
      default -> message.getClass().getSimpleName();
    };
  }
}
