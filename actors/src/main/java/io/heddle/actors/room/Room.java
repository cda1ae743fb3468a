package io.heddle.actors.room;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.PublishReply.Accepted;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Stamp;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRoom.Attached;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.protocol.ToRoom.Attach;
import io.heddle.actors.protocol.ToRoom.Publish;
import io.heddle.actors.protocol.ToRoom.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
 * <p>While an append is under way further batches gather and become the next one. An append whose
 * outcome is unknown is repeated until the log has decided it. A log that fences the room off ends
 * it: publishers repeat what they got no answer for, and the next incarnation begins from what the
 * log says.
 */
public final class Room {
  /** How long a node may take to answer before it is asked again or left out of a count. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** Wait before an append whose outcome is unknown is repeated. */
  private static final Duration UNDECIDED_WAIT = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  private final RoomName name;
  private final RoomEnvironment environment;
  private final Passivation passivation;
  private final ActorContext<ToRoom> context;
  private final TimerScheduler<ToRoom> timers;
  private final Attachments attachments = new Attachments();
  private final Deliveries deliveries = new Deliveries(this::reply);
  private final RoomJournal journal;
  private final Presence presence;
  private final GroupAppend batches;
  private final List<ToRoom> held = new ArrayList<>();
  private final NodeEnquiry enquiry;
  private final RoomNotices notices;
  private final SeatGrants seats;

  /** Local rooms for which the log is being read. */
  private final Map<String, ActorRef<ToLocalRoom>> attaching = new HashMap<>();

  private Optional<Position> head = Optional.empty();
  private long lastUse;

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
    this.enquiry = new NodeEnquiry(name, environment, context.getSelf());
    this.notices = new RoomNotices(name, environment, attachments, context, timers);
    this.seats = new SeatGrants(name, environment, attachments, context.getSelf(), this::checkSoon);
    this.journal = new RoomJournal(name, environment.log());
    this.presence = new Presence(name, environment, attachments, enquiry, timers);
    this.batches =
        new GroupAppend(
            name,
            new AnsweredBatches(2 * environment.settings().publishTimeout().toMillis()),
            new RecalledMessages(2 * environment.settings().publishTimeout().toMillis()),
            environment.metrics());
    this.lastUse = environment.clock().millis();
  }

  /**
   * The behaviour of one room.
   *
   * @param passivation asks the shard to stop this room by {@link ToRoom.Stop}, holding back what
   *     comes meanwhile
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
    long since = lastUse - 2 * environment.settings().publishTimeout().toMillis();
    Behavior<ToRoom> next = fromLog(journal.load(since));
    return Behavior.isAlive(next)
        ? Behaviors.receive((_, message) -> on(message), (_, signal) -> notices.on(signal))
        : next;
  }

  private Behavior<ToRoom> on(ToRoom message) {
    if (head.isEmpty()
        && !(message instanceof ToRoom.Loaded || message instanceof ToRoom.LogFailed)) {
      if (message instanceof ToRoom.Stop) {
        return Behaviors.stopped();
      }
      held.add(message);
      return Behaviors.same();
    }
    return switch (message) {
      case ToRoom.Loaded(var position, var recent) -> loaded(position, recent);
      case Publish publish -> publish(publish);
      case ToRoom.Appended(var stamps) -> appended(stamps);
      case ToRoom.Fenced(var actual) -> fenced(actual);
      case ToRoom.AppendFailed(var undecided, var reason) -> appendFailed(undecided, reason);
      case ToRoom.AppendAgain _ -> transmit();
      case ToRoom.Renewed(var attach, var position) -> renewed(attach, position);
      case Attach attach -> attach(attach);
      case ToRoom.CaughtUp(var attach, var missed, var complete) ->
          caughtUp(attach, missed, complete);
      case ToRoom.Nobody(var node) -> nobody(node);
      case ToRoom.Detach(var node, var localRoom) -> detach(node, localRoom);
      case ToRoom.NodeGone(var node) ->
          after(() -> attachments.of(node).ifPresent(localRoom -> detach(node, localRoom)));
      case ToRoom.Remind _ -> after(() -> notices.due(head()));
      case ToRoom.Attended(var node, var now) -> after(() -> presence.attended(node, now));
      case ToRoom.StayedAway(var user) -> after(() -> presence.stayedAway(user));
      case ToRoom.ClaimSeats claim -> after(() -> seats.claimed(claim));
      case ToRoom.WhoIsThere(var replyTo) -> after(() -> whoIsThere(replyTo));
      case ToRoom.Delivered(var node, var offset, var receivers) ->
          after(() -> deliveries.delivered(node, offset, receivers));
      case Tick _ -> tick();
      case ToRoom.LogFailed(var reason) -> logFailed(reason);
      case ToRoom.Stop _ -> stop();
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
    return batches.begin(lastUse).drafts().isEmpty() ? appended(List.of()) : transmit();
  }

  private Behavior<ToRoom> transmit() {
    return fromLog(journal.append(head(), batches.group()));
  }

  private Behavior<ToRoom> appended(List<Stamp> stamps) {
    GroupAppend.Ended ended = batches.end(stamps);
    if (!ended.publications().isEmpty()) {
      head = Optional.of(ended.publications().getLast().position());
      environment.metrics().published(ended.publications().size());
      environment.observer().accepted(ended.publications());
      attachments.deliver(ended.publications(), ended.isCounted());
      notices.handedOver();
    }
    ended.batches().forEach(this::answer);
    return append();
  }

  private void answer(GroupAppend.Stamped stamped) {
    Publish batch = stamped.batch();
    PublishReply reply = new PublishReply(name, batch.batch(), new Accepted(stamped.receipts()));
    if (batch.counted() && stamped.isFresh()) {
      Set<String> nodes = enquiry.unansweredAnd(attachments.nodes());
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

  /** A head that is behind was lost by the log: what was told must not be told of other things. */
  private Behavior<ToRoom> fenced(Position actual) {
    LOG.warn("room {}: the log is at {} and not at {}", name, actual, head());
    environment.metrics().fencedOff();
    journal.fenced(head(), actual);
    return stop();
  }

  /** What may be in the log is repeated; what is not is refused, so that nobody waits for it. */
  private Behavior<ToRoom> appendFailed(boolean undecided, String reason) {
    environment.metrics().logFailed();
    if (!undecided) {
      batches.drop();
      return append();
    }
    long waited = environment.clock().millis() - batches.group().at();
    if (waited < environment.settings().publishTimeout().toMillis()) {
      timers.startSingleTimer(new ToRoom.AppendAgain(), UNDECIDED_WAIT);
      return Behaviors.same();
    }
    LOG.warn("room {}: the outcome of an append stays unknown: {}", name, reason);
    return stop();
  }

  /** A room that knows its head goes on: a node that asked for what it missed asks again. */
  private Behavior<ToRoom> logFailed(String reason) {
    environment.metrics().logFailed();
    if (head.isPresent()) {
      return Behaviors.same();
    }
    LOG.warn("room {}: the log cannot be read: {}", name, reason);
    held.stream()
        .filter(Publish.class::isInstance)
        .forEach(publish -> batches.refuse((Publish) publish));
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
    int limit = environment.settings().tail() + 1;
    return fromLog(journal.missed(attach, have.get(), head(), limit));
  }

  /** The log has lost what the node has; an append under way may stand on either side of that. */
  private Behavior<ToRoom> renewed(Attach attach, Position position) {
    if (!attaching.remove(attach.node(), attach.localRoom())) {
      return Behaviors.same();
    }
    if (batches.isUnderWay()) {
      return stop();
    }
    head = Optional.of(position);
    return attached(attach, List.of(), false);
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
    ActorRef<ToLocalRoom> localRoom = attach.localRoom();
    enquiry.answered(attach.node());
    int others = presence.attach(attach);
    notices.attached(attach.node(), localRoom);
    ActorRef<ToRoom> self = context.getSelf();
    Attachments.answer(
        localRoom, new Attached(self, head(), missed, complete, others, notices.host()));
    presence.settle();
    return Behaviors.same();
  }

  private Behavior<ToRoom> nobody(String node) {
    enquiry.answered(node);
    deliveries.nobody(node);
    presence.settle();
    seats.nobody(node);
    return Behaviors.same();
  }

  private Behavior<ToRoom> detach(String node, ActorRef<ToLocalRoom> localRoom) {
    attaching.remove(node, localRoom);
    presence.detach(node, localRoom);
    notices.detached(node, localRoom);
    seats.left(node, localRoom);
    deliveries.nobody(node);
    return Behaviors.same();
  }

  private void whoIsThere(ActorRef<PresenceReply> replyTo) {
    lastUse = environment.clock().millis();
    askNewNodes();
    presence.ask(replyTo, PATIENCE);
  }

  private static Behavior<ToRoom> after(Runnable work) {
    work.run();
    return Behaviors.same();
  }

  // Time

  private void checkSoon() {
    if (!timers.isTimerActive("soon")) {
      timers.startSingleTimer("soon", new Tick(), PATIENCE);
    }
  }

  private Behavior<ToRoom> tick() {
    long now = environment.clock().millis();
    deliveries.expire(now);
    enquiry.askAgain().forEach(deliveries::nobody);
    presence.settle();
    notices.handedOver();
    seats.due();
    if (!deliveries.isEmpty() || enquiry.isOpen()) {
      checkSoon();
    }
    batches.forget(now);
    boolean unused = environment.sleeps(name) || attachments.isEmpty();
    boolean busy = batches.isUnderWay() || !deliveries.isEmpty() || enquiry.isOpen();
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
  private Behavior<ToRoom> fromLog(CompletionStage<ToRoom> told) {
    CompletableFuture<ToRoom> future = told.toCompletableFuture();
    if (future.isDone()) {
      return on(future.join());
    }
    context.pipeToSelf(told, (message, _) -> message);
    return Behaviors.same();
  }

  private Position head() {
    return head.orElseThrow();
  }
}
