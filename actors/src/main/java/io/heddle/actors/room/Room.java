package io.heddle.actors.room;

import io.heddle.actors.log.RoomLog.Append;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.PublishReply.Accepted;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.protocol.ToRoom.Appended;
import io.heddle.actors.protocol.ToRoom.Attach;
import io.heddle.actors.protocol.ToRoom.Came;
import io.heddle.actors.protocol.ToRoom.CaughtUp;
import io.heddle.actors.protocol.ToRoom.Delivered;
import io.heddle.actors.protocol.ToRoom.Detach;
import io.heddle.actors.protocol.ToRoom.Loaded;
import io.heddle.actors.protocol.ToRoom.LogFailed;
import io.heddle.actors.protocol.ToRoom.MemberCount;
import io.heddle.actors.protocol.ToRoom.Nobody;
import io.heddle.actors.protocol.ToRoom.Publish;
import io.heddle.actors.protocol.ToRoom.Stop;
import io.heddle.actors.protocol.ToRoom.Tick;
import io.heddle.actors.protocol.ToRoom.Went;
import io.heddle.config.RoomSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room, the single writer of its log: one in the cluster, wherever the shard is that its name
 * falls into. It knows the nodes that have members and never a connection, so that a publication
 * costs one message a node.
 *
 * <p>Nodes attach and say what they have; the room fills what is missing from the log and hands
 * over what comes next. A room that the server joins people to is not attached to when they
 * connect: it starts at its first publication and asks the nodes. What is published meanwhile waits
 * in the log, where an attaching node's gap is filled from, so that asking needs no buffer of its
 * own.
 *
 * <p>While an append is under way further batches gather and become the next one. A log that fails
 * or fences the room off ends it: publishers repeat what they got no answer for, and the next
 * incarnation begins from what the log says.
 */
public final class Room {
  /** How long a node may take to answer before it is asked again or left out of a count. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  private final RoomName name;
  private final RoomEnvironment environment;
  private final Passivation passivation;
  private final ActorContext<ToRoom> context;
  private final TimerScheduler<ToRoom> timers;
  private final Attachments attachments = new Attachments();
  private final Deliveries deliveries = new Deliveries(this::reply);
  private final GroupAppend batches;
  private final List<ToRoom> held = new ArrayList<>();
  private final NodeEnquiry enquiry;

  /** Local rooms for which the log is being read. */
  private final Map<String, ActorRef<ToLocalRoom>> attaching = new HashMap<>();

  private Optional<Position> head = Optional.empty();
  private long lastUse;
  private boolean checkingSoon;

  private Room(
      RoomName name,
      RoomEnvironment environment,
      Passivation passivation,
      ActorContext<ToRoom> context,
      TimerScheduler<ToRoom> timers) {
    this.name = name;
    this.environment = environment;
    this.passivation = passivation;
    this.context = context;
    this.timers = timers;
    this.enquiry = new NodeEnquiry(name, context.getSelf(), environment.directory());
    RoomSettings settings = environment.settings();
    this.batches =
        new GroupAppend(
            name,
            new AnsweredBatches(2 * settings.publishTimeout().toMillis()),
            new RecentKeys(settings),
            environment.metrics());
    this.lastUse = environment.clock().millis();
  }

  /**
   * The behaviour of one room.
   *
   * @param passivation asks the shard to stop this room by {@link Stop}, holding back what comes
   *     meanwhile
   */
  public static Behavior<ToRoom> create(
      RoomName name, RoomEnvironment environment, Passivation passivation) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Room(name, environment, passivation, context, timers).start()));
  }

  private Behavior<ToRoom> start() {
    timers.startTimerWithFixedDelay(new Tick(), environment.settings().idleAfter());
    Behavior<ToRoom> running = Behaviors.receiveMessage(this::on);
    fromLog(environment.log().head(name).thenCompose(this::withRecent), loaded -> loaded);
    return running;
  }

  private CompletionStage<Loaded> withRecent(Position newest) {
    int tail = environment.settings().tail();
    if (newest.offset() == 0 || tail == 0) {
      return CompletableFuture.completedFuture(new Loaded(newest, List.of()));
    }
    Position from = new Position(newest.epoch(), Math.max(0, newest.offset() - tail));
    return environment
        .log()
        .read(name, from, tail)
        .thenApply(slice -> new Loaded(newest, slice.publications()));
  }

  private Behavior<ToRoom> on(ToRoom message) {
    if (head.isEmpty() && !(message instanceof Loaded || message instanceof LogFailed)) {
      if (message instanceof Stop) {
        return Behaviors.stopped();
      }
      held.add(message);
      return Behaviors.same();
    }
    return switch (message) {
      case Loaded(var position, var recent) -> loaded(position, recent);
      case Publish publish -> publish(publish);
      case Appended(var fenced) -> fenced ? fencedOff() : appended();
      case Attach attach -> attach(attach);
      case CaughtUp(var attach, var missed, var complete) -> caughtUp(attach, missed, complete);
      case Nobody(var node) -> nobody(node);
      case Detach(var node, var localRoom) -> detach(node, localRoom);
      case MemberCount(var node, var members) -> count(node, members);
      case Came(var node, var user) -> came(node, user);
      case Went(var node, var user) -> went(node, user);
      case Delivered(var node, var offset, var receivers) -> delivered(node, offset, receivers);
      case Tick _ -> tick();
      case LogFailed(var reason) -> logFailed(reason);
      case Stop _ -> stop();
    };
  }

  private Behavior<ToRoom> loaded(Position position, List<Publication> recent) {
    head = Optional.of(position);
    batches.recall(recent, environment.clock().millis());
    askNewNodes();
    List<ToRoom> messages = List.copyOf(held);
    held.clear();
    Behavior<ToRoom> next = Behaviors.same();
    for (ToRoom message : messages) {
      next = Behavior.isAlive(next) ? on(message) : next;
    }
    return next;
  }

  // Publishing

  private Behavior<ToRoom> publish(Publish publish) {
    lastUse = environment.clock().millis();
    if (!deliveries.awaits(publish.replyTo(), publish.batch())) {
      batches.add(publish);
    }
    return batches.isUnderWay() ? Behaviors.same() : append();
  }

  private Behavior<ToRoom> append() {
    if (!batches.hasGathered()) {
      return Behaviors.same();
    }
    askNewNodes();
    List<Publication> publications = batches.begin(head(), lastUse);
    if (publications.isEmpty()) {
      return appended();
    }
    return fromLog(
        environment.log().append(name, head(), publications),
        result -> new Appended(result == Append.FENCED));
  }

  private Behavior<ToRoom> appended() {
    GroupAppend.Ended ended = batches.end();
    if (!ended.publications().isEmpty()) {
      head = Optional.of(ended.publications().getLast().position());
      environment.metrics().published(ended.publications().size());
      environment.observer().accepted(ended.publications());
      ToLocalRoom.Deliver deliver =
          new ToLocalRoom.Deliver(ended.publications(), ended.isCounted());
      attachments.all().forEach(attachment -> attachment.localRoom().tell(deliver));
    }
    ended.batches().forEach(this::answer);
    return append();
  }

  private void answer(GroupAppend.Stamped stamped) {
    Publish batch = stamped.batch();
    PublishReply reply = new PublishReply(name, batch.batch(), new Accepted(stamped.receipts()));
    if (batch.counted() && stamped.isFresh()) {
      Set<String> nodes = new HashSet<>(attachments.nodes());
      nodes.addAll(enquiry.unanswered());
      deliveries.await(
          reply, head().offset(), nodes, batch.replyTo(), lastUse + PATIENCE.toMillis());
      checkSoon();
    } else {
      reply(batch.replyTo(), reply);
    }
  }

  private void reply(ActorRef<PublishReply> publisher, PublishReply reply) {
    batches.answered(publisher, reply, lastUse);
    publisher.tell(reply);
  }

  private Behavior<ToRoom> fencedOff() {
    LOG.warn("room {}: another writer has taken the log over", name);
    environment.metrics().fencedOff();
    return stop();
  }

  private Behavior<ToRoom> logFailed(String reason) {
    LOG.warn("room {}: the log failed: {}", name, reason);
    environment.metrics().logFailed();
    return stop();
  }

  // Nodes

  /** Rooms that people subscribe to are attached to; the others look for who has members. */
  private void askNewNodes() {
    if (enquiry.askNew(head())) {
      checkSoon();
    }
  }

  private Behavior<ToRoom> attach(Attach attach) {
    lastUse = environment.clock().millis();
    Optional<Position> have = attach.have().or(() -> enquiry.since(attach.node()));
    if (have.isEmpty() || have.get().equals(head())) {
      return attached(attach, List.of(), true);
    }
    attaching.put(attach.node(), attach.localRoom());
    return fromLog(
        environment.log().read(name, have.get(), environment.settings().tail() + 1),
        slice -> new CaughtUp(attach, slice.publications(), slice.complete()));
  }

  /** A log that is ahead of the room has what will be handed over as soon as the room knows. */
  private Behavior<ToRoom> caughtUp(Attach attach, List<Publication> missed, boolean complete) {
    if (!attaching.remove(attach.node(), attach.localRoom())) {
      return Behaviors.same();
    }
    boolean filled =
        complete && !missed.isEmpty() && missed.size() <= environment.settings().tail();
    if (filled && missed.getLast().position().offset() < head().offset()) {
      return attach(attach);
    }
    List<Publication> upToHead =
        missed.stream().filter(p -> p.position().offset() <= head().offset()).toList();
    return attached(attach, filled ? upToHead : List.of(), filled);
  }

  private Behavior<ToRoom> attached(Attach attach, List<Publication> missed, boolean complete) {
    enquiry.answered(attach.node());
    List<String> gone =
        attachments.attach(attach.node(), attach.localRoom(), attach.members(), attach.users());
    attach
        .localRoom()
        .tell(
            new ToLocalRoom.Attached(
                context.getSelf(), head(), missed, complete, attachments.others(attach.node())));
    attachments.tellOthers();
    tellLeft(gone);
    return Behaviors.same();
  }

  private Behavior<ToRoom> nobody(String node) {
    enquiry.answered(node);
    deliveries.nobody(node);
    return Behaviors.same();
  }

  private Behavior<ToRoom> detach(String node, ActorRef<ToLocalRoom> localRoom) {
    attaching.remove(node, localRoom);
    tellLeft(attachments.detach(node, localRoom));
    deliveries.nobody(node);
    attachments.tellOthers();
    return Behaviors.same();
  }

  private Behavior<ToRoom> count(String node, int members) {
    attachments.count(node, members);
    attachments.tellOthers();
    return Behaviors.same();
  }

  private Behavior<ToRoom> came(String node, String user) {
    if (attachments.came(node, user)) {
      announce(new Event.UserJoined(name, user, attachments.members()), user);
    }
    return Behaviors.same();
  }

  private Behavior<ToRoom> went(String node, String user) {
    if (attachments.went(node, user)) {
      announce(new Event.UserLeft(name, user, attachments.members()), user);
    }
    return Behaviors.same();
  }

  private void tellLeft(List<String> users) {
    users.forEach(user -> announce(new Event.UserLeft(name, user, attachments.members()), user));
  }

  private void announce(Event event, String exceptUser) {
    ToLocalRoom.Announce announce = new ToLocalRoom.Announce(event, exceptUser);
    attachments.all().forEach(attachment -> attachment.localRoom().tell(announce));
  }

  private Behavior<ToRoom> delivered(String node, long offset, int receivers) {
    deliveries.delivered(node, offset, receivers);
    return Behaviors.same();
  }

  // Time

  private void checkSoon() {
    if (!checkingSoon) {
      checkingSoon = true;
      timers.startSingleTimer("soon", new Tick(), PATIENCE);
    }
  }

  private Behavior<ToRoom> tick() {
    long now = environment.clock().millis();
    checkingSoon = false;
    deliveries.expire(now);
    enquiry.askAgain().forEach(deliveries::nobody);
    if (!deliveries.isEmpty() || !enquiry.unanswered().isEmpty()) {
      checkSoon();
    }
    batches.forget(now);
    boolean unused = name.serverJoined() || attachments.isEmpty();
    boolean busy = batches.isUnderWay() || !deliveries.isEmpty();
    if (unused && !busy && now - lastUse >= environment.settings().idleAfter().toMillis()) {
      passivation.request(context.getSelf());
    }
    return Behaviors.same();
  }

  private Behavior<ToRoom> stop() {
    enquiry.close();
    return Behaviors.stopped();
  }

  /** A log that answers at once, as the one in memory does, costs no message. */
  private <T> Behavior<ToRoom> fromLog(CompletionStage<T> stage, Function<T, ToRoom> then) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    if (future.isDone() && !future.isCompletedExceptionally()) {
      return on(then.apply(future.join()));
    }
    context.pipeToSelf(
        stage,
        (result, fault) ->
            fault == null ? then.apply(result) : new LogFailed(String.valueOf(fault)));
    return Behaviors.same();
  }

  private Position head() {
    return head.orElseThrow();
  }
}
