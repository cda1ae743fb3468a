package io.heddle.actors.room;

import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRoom.Announce;
import io.heddle.actors.protocol.ToLocalRoom.Attached;
import io.heddle.actors.protocol.ToLocalRoom.Count;
import io.heddle.actors.protocol.ToLocalRoom.Deliver;
import io.heddle.actors.protocol.ToLocalRoom.Disconnect;
import io.heddle.actors.protocol.ToLocalRoom.Enter;
import io.heddle.actors.protocol.ToLocalRoom.Exit;
import io.heddle.actors.protocol.ToLocalRoom.Flush;
import io.heddle.actors.protocol.ToLocalRoom.Fold;
import io.heddle.actors.protocol.ToLocalRoom.Join;
import io.heddle.actors.protocol.ToLocalRoom.Leave;
import io.heddle.actors.protocol.ToLocalRoom.Opened;
import io.heddle.actors.protocol.ToLocalRoom.Others;
import io.heddle.actors.protocol.ToLocalRoom.RoomGone;
import io.heddle.actors.protocol.ToLocalRoom.Tick;
import io.heddle.actors.protocol.ToLocalRoom.Whisper;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToRoom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * One room's fan-out on one node. Knows who is in and what the node has handed out; attaches to the
 * room, delivers contiguous offsets only, and asks for what is missing.
 *
 * <p>Everything that a client sees of a room leaves from here, so that it is in order: {@code
 * subscribed}, then publications behind its offset, then {@code unsubscribed}. Publications that
 * come in a burst gather until a message to itself has gone round the mailbox, and go out as one
 * frame a member.
 */
public final class LocalRoom {
  private static final Duration RETRY = Duration.ofMillis(500);

  /**
   * Bytes of data that gather before they go out at once, so that no frame grows beyond measure.
   */
  private static final int GATHER = 32 * 1024;

  private final RoomName name;
  private final String node;
  private final RoomEnvironment environment;
  private final RoomRegion region;
  private final ActorRef<ToLocalRooms> owner;
  private final ActorContext<ToLocalRoom> context;
  private final TimerScheduler<ToLocalRoom> timers;
  private final Members members;
  private final FanOut fanOut;
  private final UserCounts users = new UserCounts();
  private final boolean tellsUsers;
  private final List<Waiting> waiting = new ArrayList<>();
  private Optional<ActorRef<ToRoom>> room = Optional.empty();
  private Optional<Position> have = Optional.empty();
  private boolean attached;
  private int others;
  private int gathered;
  private long emptySince;

  private LocalRoom(
      RoomName name,
      String node,
      List<Member> initial,
      RoomEnvironment environment,
      RoomRegion region,
      ActorRef<ToLocalRooms> owner,
      ActorContext<ToLocalRoom> context,
      TimerScheduler<ToLocalRoom> timers) {
    this.name = name;
    this.node = node;
    this.environment = environment;
    this.region = region;
    this.owner = owner;
    this.context = context;
    this.timers = timers;
    this.members = new Members(initial);
    this.fanOut = new FanOut(members);
    this.tellsUsers = environment.policy(name).joinLeave() && !name.serverJoined();
    this.emptySince = now();
  }

  /**
   * The behaviour of a local room, which attaches at once.
   *
   * @param node this node's id, see {@code NodeDirectory.id}
   * @param initial who is in already
   * @param room the room's actor, where it is known to be awake
   * @param have what {@code initial} have seen; empty where there is nothing that they could miss
   */
  static Behavior<ToLocalRoom> create(
      RoomName name,
      String node,
      List<Member> initial,
      RoomEnvironment environment,
      RoomRegion region,
      ActorRef<ToLocalRooms> owner,
      Optional<ActorRef<ToRoom>> room,
      Optional<Position> have) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new LocalRoom(name, node, initial, environment, region, owner, context, timers)
                        .start(room, have)));
  }

  private Behavior<ToLocalRoom> start(Optional<ActorRef<ToRoom>> awake, Optional<Position> had) {
    room = awake;
    have = had;
    attach();
    return Behaviors.receiveMessage(this::on);
  }

  private Behavior<ToLocalRoom> on(ToLocalRoom message) {
    if (!(message instanceof Deliver)) {
      flush();
    }
    return switch (message) {
      case Deliver(var publications, var acknowledge) -> deliver(publications, acknowledge);
      case Flush _ -> Behaviors.same();
      case Join(var member, var id) -> join(new Waiting(member, id, true, now()));
      case Enter(var member) -> join(new Waiting(member, Optional.empty(), false, now()));
      case Leave(var member, var id) -> leave(member, id);
      case Exit(var member) -> exit(member);
      case Attached now -> attached(now);
      case Announce(var event, var exceptUser) -> announce(event, exceptUser);
      case Whisper(var event, var sharing) -> whisper(new RoomReply.Whisper(event, sharing));
      case Others(var count) -> others(count);
      case Opened(var ref, var head) -> opened(ref, head);
      case RoomGone(var ref) -> roomGone(ref);
      case Tick _ -> tick();
      case Fold(var onlyIfEmpty) -> fold(onlyIfEmpty);
      case Count(var replyTo) -> count(replyTo);
      case Disconnect(var code, var reason, var replyTo) -> disconnect(code, reason, replyTo);
    };
  }

  // The room's side

  private void attach() {
    ToRoom.Attach attach =
        new ToRoom.Attach(node, context.getSelf(), have, members.size(), users.names());
    room.ifPresentOrElse(ref -> ref.tell(attach), () -> region.tell(name, attach));
    checkIn(RETRY);
  }

  private Behavior<ToLocalRoom> deliver(List<Publication> publications, boolean acknowledge) {
    for (Publication publication : publications) {
      if (!follows(publication.position())) {
        return Behaviors.same();
      }
      if (publication.position().offset() > have.orElseThrow().offset()) {
        gather(publication);
      }
    }
    if (acknowledge) {
      flush();
      tellRoom(new ToRoom.Delivered(node, have.orElseThrow().offset(), members.size()));
    }
    return Behaviors.same();
  }

  /** Whether nothing lies between what the node has and this; else the room is asked to fill it. */
  private boolean follows(Position next) {
    if (!attached) {
      return false;
    }
    Position last = have.orElseThrow();
    if (!next.epoch().equals(last.epoch()) || next.offset() > last.offset() + 1) {
      attached = false;
      attach();
      return false;
    }
    return true;
  }

  private void gather(Publication publication) {
    have = Optional.of(publication.position());
    gathered += publication.draft().data().size();
    boolean first = fanOut.add(new Event.Published(publication));
    if (gathered >= GATHER) {
      flush();
    } else if (first) {
      context.getSelf().tell(new Flush());
    }
  }

  private void flush() {
    gathered = 0;
    environment.metrics().delivered(fanOut.flush());
  }

  private Behavior<ToLocalRoom> attached(Attached message) {
    if (!room.equals(Optional.of(message.room()))) {
      room.ifPresent(context::unwatch);
      room = Optional.of(message.room());
    }
    context.watchWith(message.room(), new RoomGone(message.room()));
    attached = true;
    others = message.others();
    boolean continuous =
        have.isEmpty() || (message.complete() && have.get().epoch().equals(message.head().epoch()));
    if (continuous && have.isPresent()) {
      if (!message.missed().isEmpty()) {
        environment.metrics().gapFilled();
      }
      deliver(message.missed(), false);
      flush();
    }
    have = Optional.of(message.head());
    if (!continuous) {
      environment.metrics().gapLost();
      oust();
    }
    admitWaiting();
    return Behaviors.same();
  }

  /** Who is in has lost something for good and must know; subscribing again is the way back. */
  private void oust() {
    if (name.serverJoined()) {
      return;
    }
    Event.ForcedOut why =
        new Event.ForcedOut("insufficient_state", "publications were lost, subscribe again");
    Event event = new Event.Unsubscribed(name, Optional.of(why), Optional.empty());
    fanOut.send(event, _ -> true);
    for (Member member : members.snapshot()) {
      remove(member);
      member.notify(new RoomReply.Ousted(name));
    }
  }

  private Behavior<ToLocalRoom> opened(ActorRef<ToRoom> ref, Position head) {
    if (room.equals(Optional.of(ref)) && attached) {
      return Behaviors.same();
    }
    room = Optional.of(ref);
    have = Optional.of(have.orElse(head));
    attached = false;
    attach();
    return Behaviors.same();
  }

  private Behavior<ToLocalRoom> roomGone(ActorRef<ToRoom> ref) {
    if (room.equals(Optional.of(ref))) {
      room = Optional.empty();
      attached = false;
      if (!name.serverJoined()) {
        attach();
      }
    }
    return Behaviors.same();
  }

  private Behavior<ToLocalRoom> others(int count) {
    others = count;
    return Behaviors.same();
  }

  private Behavior<ToLocalRoom> announce(Event event, String exceptUser) {
    fanOut.send(event, member -> !member.userId().equals(Optional.of(exceptUser)));
    return Behaviors.same();
  }

  private void tellRoom(ToRoom message) {
    if (attached) {
      room.orElseThrow().tell(message);
    }
  }

  // The members' side

  private Behavior<ToLocalRoom> join(Waiting wish) {
    boolean sleeping = name.serverJoined() && room.isEmpty();
    if (attached || (sleeping && !wish.subscribes)) {
      admit(wish);
    } else {
      waiting.add(wish);
      if (sleeping) {
        attach();
      }
      checkIn(RETRY);
    }
    return Behaviors.same();
  }

  private void admitWaiting() {
    List<Waiting> wishes = List.copyOf(waiting);
    waiting.clear();
    wishes.forEach(this::admit);
  }

  private void admit(Waiting wish) {
    Member member = wish.member;
    int capacity = environment.capacity(name);
    boolean in = members.contains(member);
    if (wish.subscribes && !in && capacity > 0 && members.size() + others >= capacity) {
      environment.metrics().roomFull();
      refuse(wish, ErrorCode.ROOM_FULL);
      return;
    }
    if (!in) {
      members.add(member);
      tellRoom(new ToRoom.MemberCount(node, members.size()));
    }
    if (wish.subscribes) {
      Event event =
          new Event.Subscribed(name, have.orElseThrow(), members.size() + others, wish.id);
      member.offer(member.encoder().encode(event));
      member.notify(new RoomReply.Joined(name));
    } else {
      Event.JoinedRoom joined = new Event.JoinedRoom(name, attached ? have : Optional.empty());
      member.notify(new RoomReply.Entered(List.of(joined)));
    }
    if (!in && tellsUsers && member.userId().isPresent() && users.came(member.userId().get())) {
      tellRoom(new ToRoom.Came(node, member.userId().get()));
    }
  }

  private void refuse(Waiting wish, ErrorCode code) {
    wish.member.notify(new RoomReply.JoinRefused(name, code, wish.id));
  }

  private Behavior<ToLocalRoom> leave(Member member, Optional<CorrelationId> id) {
    exit(member);
    Event event = new Event.Unsubscribed(name, Optional.empty(), id);
    member.offer(member.encoder().encode(event));
    return Behaviors.same();
  }

  private Behavior<ToLocalRoom> exit(Member member) {
    waiting.removeIf(wish -> wish.member == member);
    remove(member);
    return Behaviors.same();
  }

  private void remove(Member member) {
    if (!members.remove(member)) {
      return;
    }
    tellRoom(new ToRoom.MemberCount(node, members.size()));
    if (tellsUsers && member.userId().isPresent() && users.went(member.userId().get())) {
      tellRoom(new ToRoom.Went(node, member.userId().get()));
    }
    if (members.isEmpty()) {
      emptySince = now();
      checkIn(environment.settings().linger());
    }
  }

  private Behavior<ToLocalRoom> whisper(RoomReply whisper) {
    members.forEach(member -> member.notify(whisper));
    return Behaviors.same();
  }

  private Behavior<ToLocalRoom> count(ActorRef<Integer> replyTo) {
    replyTo.tell(members.size());
    return Behaviors.same();
  }

  private Behavior<ToLocalRoom> disconnect(
      CloseCode code, String reason, ActorRef<Integer> replyTo) {
    members.forEach(member -> member.close(code, reason));
    replyTo.tell(members.size());
    return Behaviors.same();
  }

  // Time

  private Behavior<ToLocalRoom> tick() {
    long now = now();
    boolean wanted = !name.serverJoined() || room.isPresent() || !waiting.isEmpty();
    if (!attached && wanted) {
      environment.metrics().attachRetried();
      room = Optional.empty();
      attach();
    }
    for (Waiting wish : List.copyOf(waiting)) {
      if (now - wish.since >= environment.settings().publishTimeout().toMillis()) {
        waiting.remove(wish);
        if (wish.subscribes) {
          environment.metrics().roomUnreachable();
          refuse(wish, ErrorCode.UNAVAILABLE);
        } else {
          admit(wish);
        }
      }
    }
    boolean empty = members.isEmpty() && waiting.isEmpty();
    if (empty && now - emptySince >= environment.settings().linger().toMillis()) {
      owner.tell(new ToLocalRooms.Idle(name));
    } else if (empty) {
      checkIn(environment.settings().linger());
    }
    return Behaviors.same();
  }

  private Behavior<ToLocalRoom> fold(boolean onlyIfEmpty) {
    boolean used = !members.isEmpty() || !waiting.isEmpty();
    if (onlyIfEmpty && used) {
      owner.tell(new ToLocalRooms.StillUsed(name));
      return Behaviors.same();
    }
    for (Waiting wish : List.copyOf(waiting)) {
      if (wish.subscribes) {
        refuse(wish, ErrorCode.UNAVAILABLE);
      } else {
        admit(wish);
      }
    }
    tellRoom(new ToRoom.Detach(node, context.getSelf()));
    owner.tell(new ToLocalRooms.Folded(name, members.snapshot()));
    return Behaviors.stopped();
  }

  private void checkIn(Duration delay) {
    if (!timers.isTimerActive(delay)) {
      timers.startSingleTimer(delay, new Tick(), delay);
    }
  }

  private long now() {
    return environment.clock().millis();
  }

  private record Waiting(
      Member member, Optional<CorrelationId> id, boolean subscribes, long since) {}
}
