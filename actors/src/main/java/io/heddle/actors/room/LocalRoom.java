package io.heddle.actors.room;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRoom.Attached;
import io.heddle.actors.protocol.ToLocalRoom.Deliver;
import io.heddle.actors.protocol.ToLocalRoom.Enter;
import io.heddle.actors.protocol.ToLocalRoom.FromLog;
import io.heddle.actors.protocol.ToLocalRoom.Join;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.room.Wishes.Wish;
import java.time.Duration;
import java.util.Map;
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

  private final RoomName name;
  private final String node;
  private final RoomEnvironment environment;
  private final ActorRef<ToLocalRooms> owner;
  private final ActorContext<ToLocalRoom> context;
  private final TimerScheduler<ToLocalRoom> timers;
  private final RoomLink room;
  private final Roster roster;
  private final Members members;
  private final Reports reports;
  private final PresenceDesk presence;
  private final Continuity continuity;
  private final Past past;
  private final CatchUp catchUp;
  private final Handout handout;
  private final Reminders reminders;
  private final Wishes wishes = new Wishes();
  private final SeatClaims seats;
  private final Admission admission;
  private int others;
  private long emptySince;

  private LocalRoom(
      Start start,
      RoomEnvironment environment,
      RoomRegion region,
      ActorRef<ToLocalRooms> owner,
      ActorContext<ToLocalRoom> context,
      TimerScheduler<ToLocalRoom> timers) {
    this.name = start.name();
    this.node = start.node();
    this.room = new RoomLink(start, environment.sleeps(name), region, context);
    this.continuity = new Continuity(start.have());
    this.environment = environment;
    this.owner = owner;
    this.context = context;
    this.timers = timers;
    this.roster = new Roster(node, name, environment, start.members());
    this.members = roster.members();
    this.reports = new Reports(roster, room, timers);
    this.presence = new PresenceDesk(name, reports, room, environment.metrics(), context);
    boolean cursors = name.serverJoined() && environment.policy(name).durableCursors();
    this.past = new Past(name, environment, start.budget(), continuity, context);
    this.catchUp =
        new CatchUp(
            past,
            continuity,
            members,
            context.getSelf(),
            environment.metrics(),
            cursors,
            this::lost,
            () -> checkIn(RETRY));
    this.handout =
        new Handout(
            node,
            context.getSelf(),
            room,
            members,
            continuity,
            past,
            new FanOut(members, catchUp, cursors),
            environment.metrics(),
            this::attach);
    this.seats =
        new SeatClaims(
            environment.capacity(name) > 0,
            node,
            context.getSelf(),
            members,
            wishes,
            reports,
            room);
    this.admission =
        new Admission(
            name, environment, members, wishes, continuity, past, catchUp, seats, new OwnDoors());
    this.reminders =
        new Reminders(node, context.getSelf(), room, continuity, roster, timers, this::attach);
    this.emptySince = now();
  }

  /** The behaviour of a local room, which attaches at once. */
  static Behavior<ToLocalRoom> create(
      Start start, RoomEnvironment environment, RoomRegion region, ActorRef<ToLocalRooms> owner) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  LocalRoom local =
                      new LocalRoom(start, environment, region, owner, context, timers);
                  local.attach();
                  return Behaviors.receiveMessage(local::on);
                }));
  }

  private Behavior<ToLocalRoom> on(ToLocalRoom message) {
    if (!(message instanceof Deliver)) {
      handout.flush();
    }
    switch (message) {
      case Deliver(var publications, var acknowledge) -> handout.deliver(publications, acknowledge);
      case ToLocalRoom.Flush _ -> {}
      case Join wanted -> join(Wish.ofClient(wanted, now()));
      case Enter wanted -> join(Wish.ofServer(wanted, now()));
      case ToLocalRoom.ReadPresence question -> {
        presence.ask(question, now());
        checkInIfAwaited();
      }
      case ToLocalRoom.PresenceTold(var reply) -> presence.told(reply);
      case ToLocalRoom.Report _ -> reports.due();
      case ToLocalRoom.Taken(var member, long turn) -> catchUp.taken(member, turn);
      case FromLog told -> past.told(told);
      case ToLocalRoom.Leave(var member, var farewell) -> leave(member, farewell);
      case ToLocalRoom.Drain(var member) -> member.notify(new RoomReply.Drained(1));
      case ToLocalRoom.Exit(var member) -> exit(member);
      case Attached now -> attached(now);
      case ToLocalRoom.Announce(var event, var exceptUser) -> handout.announce(event, exceptUser);
      case ToLocalRoom.Notify(var reply, var replyTo) -> {
        int told = members.notifyAll(reply);
        replyTo.ifPresent(asker -> asker.tell(told));
      }
      case ToLocalRoom.Place place -> Placing.start(context, wishes.andOfServer(members), place);
      case ToLocalRoom.Others(var count) -> others = count;
      case ToLocalRoom.SeatsGranted answer -> granted(answer);
      case ToLocalRoom.TellSeats(var ref) -> tellSeats(ref);
      case ToLocalRoom.Opened(var ref, var head) -> opened(ref, head);
      case ToLocalRoom.RoomGone(var ref) -> roomGone(ref);
      case ToLocalRoom.Reminded reminded -> reminders.reminded(reminded);
      case ToLocalRoom.NodesLeft left -> reminders.left(left);
      case ToLocalRoom.Tick _ -> tick();
      case ToLocalRoom.Fold(var onlyIfEmpty) -> {
        return fold(onlyIfEmpty);
      }
      case ToLocalRoom.Count(var replyTo) -> replyTo.tell(members.size());
      case ToLocalRoom.Disconnect(var code, var reason, var replyTo) ->
          replyTo.tell(members.close(code, reason));
    }
    return Behaviors.same();
  }

  // The room's side

  private void attach() {
    if (roster.hasNews()) {
      room.known().ifPresent(ref -> ref.tell(roster.news()));
    }
    checkIn(room.attach(roster.attach(context.getSelf(), continuity.have())));
  }

  private void attached(Attached message) {
    room.attached(message.room(), message.host());
    others = message.others();
    boolean continuous = continuity.isFilledBy(message);
    continuity.beginBefore(message.missed());
    if (continuous && continuity.have().isPresent()) {
      handout.fill(message.missed());
      if (continuity.isBehind(message.head())) {
        // An answer to a question of before, when the node had something else.
        if (room.isAttached()) {
          attach();
        }
        return;
      }
    }
    Optional<Position> before = continuity.have();
    continuity.arrived(message.head());
    if (!continuous) {
      past.forget();
      missing(before.orElseThrow());
    }
    handout.flush();
    seats.attached();
    boolean again = !seats.isAsking() && admission.admitWaiting();
    reports.changed();
    presence.attached();
    if (again) {
      attach();
    }
    checkInIfAwaited();
  }

  private void granted(ToLocalRoom.SeatsGranted answer) {
    if (seats.granted(answer, admission::admitWaiting)) {
      attach();
    }
    checkInIfAwaited();
  }

  /** Another room than the one that is known has taken its place; an attach tells by itself. */
  private void tellSeats(ActorRef<ToRoom> ref) {
    if (room.attachedTo().equals(Optional.of(ref))) {
      seats.tell();
      checkInIfAwaited();
    } else if (room.known().filter(it -> !it.equals(ref)).isPresent()) {
      room.opened(ref);
      attach();
    }
  }

  /** More is missing than a room fills: the log has it, unless it begins anew. */
  private void missing(Position before) {
    if (continuity.leadsOnFrom(before)) {
      environment.metrics().gapRead();
      members.snapshot().forEach(member -> catchUp.begin(member, before));
    } else {
      environment.metrics().gapLost();
      if (!name.serverJoined()) {
        members.snapshot().forEach(this::lost);
      }
    }
  }

  /** One cannot be sent what follows; subscribing again is the way back. */
  private void lost(Member member) {
    if (name.serverJoined()) {
      member.close(CloseCode.SLOW_CONSUMER, CloseCode.SLOW_CONSUMER.text());
    } else {
      member.offer(member.encoder().encode(Event.Unsubscribed.insufficientState(name)));
      remove(member);
      member.notify(new RoomReply.Ousted(name));
    }
  }

  private void opened(ActorRef<ToRoom> ref, Position head) {
    if (room.opened(ref)) {
      continuity.reached(
          continuity.have().filter(have -> have.epoch().equals(head.epoch())).orElse(head));
      attach();
    }
  }

  private void roomGone(ActorRef<ToRoom> ref) {
    if (room.gone(ref) && !room.isAsleep()) {
      attach();
    }
  }

  // The members' side

  private void join(Wish wish) {
    boolean sleeping = room.isAsleep();
    boolean told = room.isAttached() && !admission.isAhead(wish);
    if (told || (sleeping && wish.canSleep())) {
      admission.admit(wish);
      checkInIfAwaited();
    } else {
      wishes.add(wish);
      if (sleeping || room.isAttached()) {
        attach();
      }
      checkIn(RETRY);
    }
  }

  private void checkInIfAwaited() {
    boolean idle = wishes.isEmpty() && presence.isEmpty() && !seats.isAsking();
    if (!idle || catchUp.holdsFrames()) {
      checkIn(RETRY);
    }
  }

  /** How members come in. */
  private final class OwnDoors implements Admission.Doors {
    @Override
    public int others() {
      return others;
    }

    @Override
    public Optional<Position> here() {
      return room.isAttached() ? continuity.have() : Optional.empty();
    }

    @Override
    public void open(Member member, Optional<Payload> state) {
      roster.add(member);
      state.ifPresent(data -> roster.note(member, data, now()));
      reports.changed();
    }
  }

  private void leave(Member member, Event farewell) {
    exit(member);
    member.offer(member.encoder().encode(farewell));
  }

  private void exit(Member member) {
    wishes.forget(member);
    remove(member);
  }

  private void remove(Member member) {
    if (!members.contains(member)) {
      return;
    }
    catchUp.end(member);
    roster.remove(member);
    reports.changed();
    if (members.isEmpty()) {
      emptySince = now();
      checkIn(environment.settings().linger());
    }
  }

  // Time

  private void tick() {
    long now = now();
    boolean wanted = !room.isAsleep() || !wishes.isEmpty() || !presence.isEmpty();
    if (!room.isAttached() && wanted) {
      attachAgain();
    } else if (seats.repeat()) {
      attach();
    }
    long late = now - environment.settings().publishTimeout().toMillis();
    presence.giveUp(late);
    admission.giveUp(late);
    catchUp.retry(now, environment.settings().publishTimeout().toMillis());
    catchUp.rest();
    checkInIfAwaited();
    boolean empty = members.isEmpty() && wishes.isEmpty();
    if (empty && now - emptySince >= environment.settings().linger().toMillis()) {
      owner.tell(new ToLocalRooms.Idle(name));
    } else if (empty) {
      checkIn(environment.settings().linger());
    }
  }

  private void attachAgain() {
    Duration left = room.patienceLeft();
    if (left.isZero()) {
      environment.metrics().attachRetried();
      room.forget();
      attach();
    } else {
      checkIn(left);
    }
  }

  private Behavior<ToLocalRoom> fold(boolean onlyIfEmpty) {
    boolean busy = !wishes.isEmpty() || !catchUp.isEmpty() || !presence.isEmpty();
    if (busy || (onlyIfEmpty && !members.isEmpty())) {
      owner.tell(new ToLocalRooms.StillUsed(name));
      return Behaviors.same();
    }
    past.forget();
    room.detach(new ToRoom.Detach(node, context.getSelf()));
    owner.tell(new ToLocalRooms.Folded(name, members.snapshot(), Map.copyOf(members.states())));
    return Behaviors.stopped();
  }

  private void checkIn(Duration delay) {
    if (!timers.isTimerActive(delay)) {
      timers.startSingleTimer(delay, new ToLocalRoom.Tick(), delay);
    }
  }

  private long now() {
    return environment.clock().millis();
  }
}
