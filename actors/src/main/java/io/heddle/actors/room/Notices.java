package io.heddle.actors.room;

import io.heddle.actors.metrics.RoomMetrics;
import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.protocol.Notice;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToNotices;
import io.heddle.actors.protocol.ToNotices.Confirm;
import io.heddle.actors.protocol.ToNotices.Confirmed;
import io.heddle.actors.protocol.ToNotices.Flush;
import io.heddle.actors.protocol.ToNotices.Remind;
import io.heddle.actors.protocol.ToNotices.Reminder;
import io.heddle.actors.protocol.ToNotices.Tell;
import io.heddle.actors.protocol.ToNotices.Unfollow;
import io.heddle.actors.protocol.ToRoom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * What rooms of one node want others to know, in one message a node for many rooms, repeated until
 * it is confirmed: so that the last message of a quiet room, or the word that a room has ended,
 * cannot be lost on its way. Also tells rooms which nodes are gone, and local rooms that their
 * rooms may be: nobody watches an actor of another node, since a watch for each room and node would
 * flood the cluster's own traffic when many of them end.
 */
public final class Notices {
  private static final Duration PACE = Duration.ofMillis(200);

  /** How long a node may be unknown to the directory that rooms hand over to already. */
  private static final long UNKNOWN_PATIENCE = 60_000;

  /** How long a node that is gone may still be heard of. */
  private static final long GONE_REMEMBERED = 3_600_000;

  /** Messages to one node in a turn: a transport's queue is not endless. */
  private static final int AT_ONCE = 10;

  /** Rooms that hear in a turn that a node is gone; each then tells the others its count. */
  private static final int DEPARTURES_AT_ONCE = 2_000;

  /** In one message: some four bytes each. */
  private static final int CONFIRMED_AT_ONCE = 10_000;

  private final ActorRef<ToNode> node;
  private final NodeDirectory directory;
  private final ActorRef<ToLocalRooms> rooms;
  private final RoomMetrics metrics;
  private final ActorContext<ToNotices> context;
  private final Map<String, Peer> peers = new HashMap<>();
  private final Map<ActorRef<ToNode>, List<Long>> confirmations = new HashMap<>();
  private final Map<String, Long> gone = new HashMap<>();
  private final Queue<Departure> departures = new ArrayDeque<>();
  private List<ActorRef<ToNode>> known = List.of();
  private Map<String, ActorRef<ToNode>> alive = Map.of();
  private long numbers;

  private Notices(
      ActorRef<ToNode> node,
      NodeDirectory directory,
      ActorRef<ToLocalRooms> rooms,
      RoomMetrics metrics,
      ActorContext<ToNotices> context) {
    this.node = node;
    this.directory = directory;
    this.rooms = rooms;
    this.metrics = metrics;
    this.context = context;
  }

  /** The behaviour of a node's keeper of notices. */
  public static Behavior<ToNotices> create(
      ActorRef<ToNode> node,
      NodeDirectory directory,
      ActorRef<ToLocalRooms> rooms,
      RoomMetrics metrics) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Flush(), PACE);
                  return Behaviors.receiveMessage(
                      new Notices(node, directory, rooms, metrics, context)::on);
                }));
  }

  private Behavior<ToNotices> on(ToNotices message) {
    switch (message) {
      case Unfollow(var room, var other) -> peer(other).followers.remove(room);
      case Tell(var other, var notice) -> peer(other).tell(notice, numbers++);
      case Confirm(var from, long number) ->
          confirmations.computeIfAbsent(from, _ -> new ArrayList<>()).add(number);
      case Remind(var from, var reminders) ->
          reminders.forEach(
              it -> {
                Confirm confirmation = new Confirm(from, it.number());
                rooms.tell(new ToLocalRooms.Reminded(it.notice(), confirmation, context.getSelf()));
              });
      case Confirmed(var done) ->
          peers.values().forEach(peer -> done.forEach(peer.pending::confirmed));
      case Flush _ -> flush();
    }
    return Behaviors.same();
  }

  private Peer peer(String other) {
    return peers.computeIfAbsent(other, _ -> new Peer(now()));
  }

  private void flush() {
    long now = now();
    lookAround(now);
    confirmations.forEach(
        (from, done) -> {
          for (int i = 0; i < done.size(); i += CONFIRMED_AT_ONCE) {
            int end = Math.min(done.size(), i + CONFIRMED_AT_ONCE);
            from.tell(new ToNode.ForNotices(new Confirmed(List.copyOf(done.subList(i, end)))));
          }
        });
    confirmations.clear();
    peers.forEach(
        (other, peer) -> {
          ActorRef<ToNode> ref = alive.get(other);
          for (int i = 0; ref != null && i < AT_ONCE; i++) {
            List<Reminder> due = peer.pending.take(now);
            if (due.isEmpty()) {
              break;
            }
            metrics.noticed(peer.pending.lastFresh(), due.size() - peer.pending.lastFresh());
            ref.tell(new ToNode.ForNotices(new Remind(node, due)));
          }
        });
    for (int i = 0; i < DEPARTURES_AT_ONCE && !departures.isEmpty(); i++) {
      Departure departure = departures.remove();
      metrics.nodeGone();
      departure.room.tell(new ToRoom.NodeGone(departure.node));
    }
  }

  /** A node that was there and is not any more is gone for good: each start has its own id. */
  private void lookAround(long now) {
    List<ActorRef<ToNode>> nodes = directory.nodes();
    if (!nodes.equals(known)) {
      Set<String> left = new HashSet<>(alive.keySet());
      alive = new HashMap<>();
      nodes.forEach(each -> alive.put(NodeDirectory.id(each), each));
      known = nodes;
      left.removeAll(alive.keySet());
      left.forEach(id -> gone.put(id, now));
      gone.keySet().removeAll(alive.keySet());
      gone.values().removeIf(since -> now - since > GONE_REMEMBERED);
      if (!left.isEmpty()) {
        rooms.tell(new ToLocalRooms.NodesLeft(Map.copyOf(alive)));
      }
    }
    Iterator<Map.Entry<String, Peer>> each = peers.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<String, Peer> entry = each.next();
      Peer peer = entry.getValue();
      if (isGone(entry.getKey(), now - peer.since)) {
        peer.followers.forEach(room -> departures.add(new Departure(room, entry.getKey())));
        each.remove();
      } else if (peer.isIdle()) {
        each.remove();
      }
    }
  }

  /** What a node sent before it went may arrive later than the word that it is gone. */
  private boolean isGone(String id, long age) {
    return gone.containsKey(id) || (age > UNKNOWN_PATIENCE && !alive.containsKey(id));
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  /** A room that is to hear that a node is gone. */
  private record Departure(ActorRef<ToRoom> room, String node) {}

  /** Another node, as far as rooms of this one have to do with it. */
  private static final class Peer {
    private final Set<ActorRef<ToRoom>> followers = new HashSet<>();
    private final PendingNotices pending = new PendingNotices();
    private final long since;

    Peer(long now) {
      since = now;
    }

    /** A room that has ended needs to be told nothing any more. */
    void tell(Notice notice, long number) {
      pending.add(notice, number);
      if (notice.head().isPresent()) {
        followers.add(notice.ref());
      } else {
        followers.remove(notice.ref());
      }
    }

    boolean isIdle() {
      return followers.isEmpty() && pending.isEmpty();
    }
  }
}
