package io.heddle.actors.room;

import io.heddle.actors.membership.RecentChanges;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.Notice;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToLocalRooms.Count;
import io.heddle.actors.protocol.ToLocalRooms.Disconnect;
import io.heddle.actors.protocol.ToLocalRooms.Drain;
import io.heddle.actors.protocol.ToLocalRooms.Enter;
import io.heddle.actors.protocol.ToLocalRooms.Exit;
import io.heddle.actors.protocol.ToLocalRooms.Leave;
import io.heddle.actors.protocol.ToLocalRooms.Notify;
import io.heddle.actors.protocol.ToLocalRooms.Opened;
import io.heddle.actors.protocol.ToLocalRooms.Place;
import io.heddle.actors.protocol.ToLocalRooms.ReadPresence;
import io.heddle.actors.protocol.ToLocalRooms.Subscribe;
import io.heddle.actors.protocol.ToLocalRooms.TellSeats;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToPlacing;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.room.RoomHere.Asleep;
import io.heddle.actors.room.RoomHere.Awake;
import io.heddle.actors.room.RoomHere.Folding;
import io.heddle.actors.room.RoomHere.Nothing;
import io.heddle.actors.room.RoomHere.Vacant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * All rooms that have a member on this node. A room that people subscribe to has a {@link
 * LocalRoom} from its first member on; one that the server joins them to is an entry with a list
 * until the room wakes, since each connect brings two or more of them and most never hear a word.
 *
 * <p>A local room that ends hands its members back: what comes for it meanwhile waits here, so that
 * nothing falls between the two.
 */
public final class LocalRooms {
  /**
   * How many local rooms may look for their next room. On each node it is as if all rooms lived on
   * the lost one; as one in so many does, this is about what all nodes do together.
   */
  private static final int ATTACHES_A_MILLISECOND = 20;

  private static final RoomHere NOTHING = new RoomHere.Nothing();

  private final String node;
  private final RoomEnvironment environment;
  private final RoomRegion region;
  private final RecentChanges changes;
  private final ActorContext<ToLocalRooms> context;
  private final TailBudget budget = new TailBudget();
  private final HistoryPages histories;
  private final Map<RoomName, RoomHere> entries = new HashMap<>();

  private LocalRooms(
      String node,
      RoomEnvironment environment,
      RoomRegion region,
      RecentChanges changes,
      ActorContext<ToLocalRooms> context) {
    this.changes = changes;
    this.node = node;
    this.environment = environment;
    this.region = region;
    this.context = context;
    this.histories = new HistoryPages(environment.log());
  }

  /**
   * The behaviour of a node's keeper of rooms.
   *
   * @param node the node's id, as {@code NodeDirectory.id} tells it
   * @param changes where it notes live changes of memberships, for connections that enter later
   */
  public static Behavior<ToLocalRooms> create(
      String node, RoomEnvironment environment, RoomRegion region, RecentChanges changes) {
    return Behaviors.setup(
        context ->
            Behaviors.receiveMessage(
                new LocalRooms(node, environment, region, changes, context)::on));
  }

  private Behavior<ToLocalRooms> on(ToLocalRooms message) {
    switch (message) {
      case Subscribe subscribe -> subscribe(subscribe);
      case Leave leave -> leave(leave);
      case Enter enter -> enter(enter);
      case ToLocalRooms.ReadHistory(var query, var member) -> histories.read(query, member);
      case ReadPresence read -> readPresence(read);
      case Drain(var rooms, var member) -> drain(rooms, member);
      case Exit(var rooms, var member) -> rooms.forEach(room -> exit(room, member));
      case Opened opened -> opened(opened);
      case ToLocalRooms.Closed(var room, var ref) -> closed(room, ref);
      case TellSeats tell -> tellSeats(tell);
      case ToLocalRooms.Reminded reminded -> reminded(reminded);
      case ToLocalRooms.NodesLeft(var alive) -> nodesLeft(alive);
      case ToLocalRooms.Idle(var room) -> idle(room);
      case ToLocalRooms.Folded(var room, var members, var states) ->
          folded(room, new Members(members, states));
      case ToLocalRooms.StillUsed(var room) -> stillUsed(room);
      case Notify notify -> notify(notify);
      case Place place -> place(place);
      case ToLocalRooms.Settled(var done) -> done.tell(new ToPlacing.Settled());
      case Count count -> count(count);
      case ToLocalRooms.CountRooms(var replyTo) -> replyTo.tell(environment.metrics().rooms());
      case Disconnect disconnect -> disconnect(disconnect);
    }
    return Behaviors.same();
  }

  private void subscribe(Subscribe message) {
    RoomName room = message.room();
    Optional<ActorRef<ToLocalRoom>> local =
        switch (entry(room)) {
          case Nothing _ -> Optional.of(wake(room, new Members()));
          case Asleep(var members) -> Optional.of(wake(room, members));
          case Vacant(var ref) ->
              Optional.of(wake(room, new Members(), Optional.of(ref), Optional.empty()));
          case Awake(var awake, _) -> Optional.of(awake);
          case Folding folding -> folding.hold(message);
        };
    local.ifPresent(ref -> ref.tell(ToLocalRoom.Join.of(message)));
  }

  private void leave(Leave message) {
    Member member = message.member();
    switch (entry(message.room())) {
      case Awake(var local, _) -> local.tell(new ToLocalRoom.Leave(member, message.farewell()));
      case Folding folding -> folding.hold(message);
      case Nothing _, Vacant _, Asleep _ -> {
        exit(message.room(), member);
        member.offer(member.encoder().encode(message.farewell()));
      }
    }
  }

  /** A room that sleeps is woken for those who have missed something, and for nobody else. */
  private void enter(Enter message) {
    Member member = message.member();
    List<Event.JoinedRoom> entered = new ArrayList<>(message.rooms().size());
    for (RoomName room : message.rooms()) {
      StartFrom from = message.from(room);
      boolean sleeps = environment.sleeps(room) && Admission.isNext(from);
      ToLocalRoom.Enter enter = new ToLocalRoom.Enter(member, from);
      switch (entry(room)) {
        case Nothing _ when !sleeps -> wake(room, new Members()).tell(enter);
        case Nothing _ -> {
          entries.put(room, new Asleep(new Members(List.of(member))));
          entered.add(Admission.asleep(room, from));
        }
        case Asleep(var members) when !sleeps -> wake(room, members).tell(enter);
        case Asleep(var members) -> {
          members.add(member);
          entered.add(Admission.asleep(room, from));
        }
        case Vacant(var ref) ->
            wake(room, new Members(), Optional.of(ref), Optional.empty()).tell(enter);
        case Awake(var local, _) -> local.tell(enter);
        case Folding folding -> folding.hold(new Enter(List.of(room), member, message.starts()));
      }
    }
    if (!entered.isEmpty()) {
      member.notify(new RoomReply.Entered(entered));
    }
    if (!changes.isEmpty()) {
      message.rooms().forEach(room -> changes.of(room).forEach(member::notify));
    }
  }

  /** A room that sleeps is woken, and finds the others who are in. */
  private void readPresence(ReadPresence message) {
    Member member = message.member();
    RoomName room = message.room();
    ToLocalRoom.ReadPresence read = new ToLocalRoom.ReadPresence(member, message.id());
    switch (entry(room)) {
      case Asleep(var members) -> wake(room, members).tell(read);
      case Awake(var local, _) -> local.tell(read);
      case Folding folding -> folding.hold(message);
      case Nothing _, Vacant _ ->
          member.notify(new RoomReply.PresenceFailed(room, ErrorCode.NOT_SUBSCRIBED, message.id()));
    }
  }

  private void drain(List<RoomName> rooms, Member member) {
    int drained = 0;
    for (RoomName room : rooms) {
      switch (entry(room)) {
        case Awake(var local, _) -> local.tell(new ToLocalRoom.Drain(member));
        case Folding folding -> folding.hold(new Drain(List.of(room), member));
        case Nothing _, Vacant _, Asleep _ -> drained++;
      }
    }
    if (drained > 0) {
      member.notify(new RoomReply.Drained(drained));
    }
  }

  private void exit(RoomName room, Member member) {
    switch (entry(room)) {
      case Asleep(var members) -> {
        members.remove(member);
        if (members.isEmpty()) {
          entries.remove(room);
        }
      }
      case Awake(var local, _) -> local.tell(new ToLocalRoom.Exit(member));
      case Folding folding -> folding.hold(new Exit(List.of(room), member));
      case Nothing _, Vacant _ -> {}
    }
  }

  private void opened(Opened message) {
    RoomName room = message.room();
    Optional<ActorRef<ToRoom>> ref = Optional.of(message.ref());
    switch (entry(room)) {
      case Nothing _, Vacant _ -> {
        entries.put(room, new Vacant(message.ref()));
        message.ref().tell(new ToRoom.Nobody(node));
      }
      case Asleep(var members) -> wake(room, members, ref, Optional.of(message.head()));
      case Awake(var local, _) -> {
        entries.put(room, new Awake(local, ref));
        local.tell(new ToLocalRoom.Opened(message.ref(), message.head()));
      }
      case Folding folding -> folding.hold(message);
    }
  }

  /** A word of an incarnation that another one has replaced since means nothing. */
  private void closed(RoomName room, ActorRef<ToRoom> ref) {
    switch (entry(room)) {
      case Vacant(var known) when known.equals(ref) -> entries.remove(room);
      case Awake(var local, var known) when known.equals(Optional.of(ref)) ->
          fold(room, local, Optional.empty(), false);
      case Folding folding -> folding.hold(new ToLocalRooms.Closed(room, ref));
      case Nothing _, Vacant _, Asleep _, Awake _ -> {}
    }
  }

  private void tellSeats(TellSeats message) {
    switch (entry(message.room())) {
      case Awake(var local, _) -> local.tell(new ToLocalRoom.TellSeats(message.ref()));
      case Folding folding -> folding.hold(message);
      case Nothing _, Vacant _, Asleep _ -> message.ref().tell(new ToRoom.Nobody(node));
    }
  }

  /** A local room that is no more is handed over to in vain. */
  private void reminded(ToLocalRooms.Reminded reminded) {
    Notice notice = reminded.notice();
    ToLocalRoom.Reminded forward =
        new ToLocalRoom.Reminded(notice, reminded.confirmation(), reminded.confirmTo());
    if (entry(notice.room()) instanceof Awake(var local, _) && local.equals(notice.localRoom())) {
      local.tell(forward);
    } else if (!(entry(notice.room()) instanceof Folding)) {
      notice.ref().tell(new ToRoom.Detach(node, notice.localRoom()));
      forward.confirm();
    }
  }

  /** Rooms that were awake on nodes that are gone are not awake any more. */
  private void nodesLeft(Map<String, ActorRef<ToNode>> alive) {
    entries
        .values()
        .removeIf(entry -> entry instanceof Vacant vacant && vacant.isGone(alive.values()));
    List<Awake> awake =
        entries.values().stream().filter(Awake.class::isInstance).map(Awake.class::cast).toList();
    ToLocalRoom.NodesLeft left =
        new ToLocalRoom.NodesLeft(alive.keySet(), awake.size() / ATTACHES_A_MILLISECOND);
    awake.forEach(each -> each.local().tell(left));
  }

  private void idle(RoomName room) {
    if (entry(room) instanceof Awake(var local, var ref)) {
      fold(room, local, ref, true);
    }
  }

  private void fold(
      RoomName room,
      ActorRef<ToLocalRoom> local,
      Optional<ActorRef<ToRoom>> ref,
      boolean onlyIfEmpty) {
    entries.put(room, new Folding(local, ref, new ArrayList<>()));
    local.tell(new ToLocalRoom.Fold(onlyIfEmpty));
  }

  private void folded(RoomName room, Members members) {
    if (!(entry(room) instanceof Folding(_, var ref, var held))) {
      return;
    }
    if (!room.serverJoined()) {
      environment.metrics().roomClosed();
    }
    entries.remove(room);
    if (!members.isEmpty()) {
      entries.put(room, new Asleep(members));
    } else if (room.serverJoined()) {
      ref.ifPresent(awake -> entries.put(room, new Vacant(awake)));
    }
    held.forEach(this::on);
  }

  private void stillUsed(RoomName room) {
    if (entry(room) instanceof Folding(var local, var ref, var held)) {
      entries.put(room, new Awake(local, ref));
      held.forEach(this::on);
    }
  }

  private void place(Place message) {
    changes.add(message.user(), message.change());
    ToLocalRoom.Place place = new ToLocalRoom.Place(message.change(), message.replyTo());
    switch (entry(message.user())) {
      case Asleep(var members) -> Placing.start(context, members.snapshot(), place);
      case Awake(var local, _) -> local.tell(place);
      case Folding folding -> folding.hold(message);
      case Nothing _, Vacant _ -> message.replyTo().tell(0);
    }
  }

  private void notify(Notify message) {
    switch (entry(message.room())) {
      case Asleep(var members) -> {
        members.forEach(member -> member.notify(message.reply()));
        message.replyTo().ifPresent(asker -> asker.tell(members.size()));
      }
      case Awake(var local, _) ->
          local.tell(new ToLocalRoom.Notify(message.reply(), message.replyTo()));
      case Folding folding -> folding.hold(message);
      case Nothing _, Vacant _ -> message.replyTo().ifPresent(asker -> asker.tell(0));
    }
  }

  private void count(Count message) {
    switch (entry(message.room())) {
      case Asleep(var members) -> message.replyTo().tell(members.size());
      case Awake(var local, _) -> local.tell(new ToLocalRoom.Count(message.replyTo()));
      case Folding folding -> folding.hold(message);
      case Nothing _, Vacant _ -> message.replyTo().tell(0);
    }
  }

  private void disconnect(Disconnect message) {
    CloseCode code = message.code();
    switch (entry(message.room())) {
      case Asleep(var members) -> {
        members.forEach(member -> member.close(code, message.reason()));
        message.replyTo().tell(members.size());
      }
      case Awake(var local, _) ->
          local.tell(new ToLocalRoom.Disconnect(code, message.reason(), message.replyTo()));
      case Folding folding -> folding.hold(message);
      case Nothing _, Vacant _ -> message.replyTo().tell(0);
    }
  }

  private ActorRef<ToLocalRoom> wake(RoomName room, Members members) {
    return wake(room, members, Optional.empty(), Optional.empty());
  }

  private ActorRef<ToLocalRoom> wake(
      RoomName room, Members members, Optional<ActorRef<ToRoom>> ref, Optional<Position> have) {
    Behavior<ToLocalRoom> behavior =
        LocalRoom.create(
            new Start(room, node, members, ref, have, budget),
            environment,
            region,
            context.getSelf());
    ActorRef<ToLocalRoom> local =
        context.spawnAnonymous(
            Behaviors.supervise(behavior).onFailure(SupervisorStrategy.resume()));
    entries.put(room, new Awake(local, ref));
    if (!room.serverJoined()) {
      environment.metrics().roomOpened();
    }
    return local;
  }

  private RoomHere entry(RoomName room) {
    return entries.getOrDefault(room, NOTHING);
  }
}
