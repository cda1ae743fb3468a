package io.heddle.actors.connection;

import io.heddle.actors.cursor.Cursors;
import io.heddle.actors.extension.Handlers;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ClientCommand.Ack;
import io.heddle.actors.protocol.ClientCommand.Auth;
import io.heddle.actors.protocol.ClientCommand.Broadcast;
import io.heddle.actors.protocol.ClientCommand.Connect;
import io.heddle.actors.protocol.ClientCommand.Custom;
import io.heddle.actors.protocol.ClientCommand.Direct;
import io.heddle.actors.protocol.ClientCommand.History;
import io.heddle.actors.protocol.ClientCommand.Malformed;
import io.heddle.actors.protocol.ClientCommand.Ping;
import io.heddle.actors.protocol.ClientCommand.Presence;
import io.heddle.actors.protocol.ClientCommand.Publish;
import io.heddle.actors.protocol.ClientCommand.Refresh;
import io.heddle.actors.protocol.ClientCommand.Reply;
import io.heddle.actors.protocol.ClientCommand.Subscribe;
import io.heddle.actors.protocol.ClientCommand.Unsubscribe;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.HandlerOutcome;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.Socket;
import io.heddle.actors.protocol.ToConnection;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToPublisher;
import java.time.Instant;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Carries out what the client of an authenticated connection asks for: decides who may do what, and
 * keeps the order of its publishes. Part of the connection's actor.
 */
final class Commands {
  private final ConnectionEnvironment environment;
  private final Socket socket;
  private final Voice voice;
  private final PublishQueue<Ticket> publishes;
  private final ActorRef<ToConnection> self;
  private final Subscriptions subscriptions = new Subscriptions();
  private final Rights rights;
  private final Memberships memberships;
  private final Directs directs;
  private final Requests requests;
  private final Optional<Acks> acks;
  private final RateGate gate;
  private final long freeUntil;
  private int freeSubscribes;
  private int calls;

  /**
   * Commands of a client that has just been let in.
   *
   * @param cursors of users
   * @param device of the client's user
   * @param now milliseconds since 1970
   */
  Commands(
      ConnectionEnvironment environment,
      ActorRef<ToConnection> self,
      Socket socket,
      Voice voice,
      ActorRef<ToLocalRooms> rooms,
      PublishQueue<Ticket> publishes,
      Requests requests,
      Identity identity,
      Cursors cursors,
      Optional<String> device,
      long now) {
    this.environment = environment;
    this.socket = socket;
    this.voice = voice;
    this.self = self;
    this.publishes = publishes;
    this.requests = requests;
    this.rights =
        new Rights(
            environment.settings(),
            environment.extensions().authorizers(),
            socket.clientId(),
            subscriptions,
            identity);
    this.memberships =
        new Memberships(
            socket,
            voice,
            rooms,
            subscriptions,
            rights,
            environment.extensions().listeners(),
            environment.metrics().memberships(),
            maxRooms(),
            environment.settings().rooms().presence().stateSize(),
            this::forward);
    this.acks =
        identity.userId().map(user -> new Acks(cursors, socket, subscriptions, user, device));
    this.directs = new Directs(environment.directory(), socket, subscriptions);
    this.gate = new RateGate(environment.settings().rateLimit().connection(), now);
    this.freeSubscribes = maxRooms();
    this.freeUntil = now + FREE_SUBSCRIBES_MILLIS;
  }

  /** A client that resumes after a reconnect is never limited for it. */
  private static final long FREE_SUBSCRIBES_MILLIS = 10_000;

  Subscriptions subscriptions() {
    return subscriptions;
  }

  Rights rights() {
    return rights;
  }

  /** How far the client has come; empty for nobody's. */
  Optional<Acks> acks() {
    return acks;
  }

  Memberships memberships() {
    return memberships;
  }

  /** Whether the client is not too fast for this command; where it is, it has been told. */
  boolean admits(ClientCommand command, long now) {
    if (command instanceof Reply(var request, _) && requests.awaits(request)) {
      return true;
    }
    if (command instanceof Subscribe && freeSubscribes > 0 && now < freeUntil) {
      freeSubscribes--;
      return true;
    }
    if (gate.admits(now)) {
      return true;
    }
    voice.limit(command.id(), gate.exhausted(), now);
    return false;
  }

  /**
   * Carries out a command that has been {@link #admits admitted}, and about which nothing is {@link
   * Rights#undecided undecided}.
   *
   * @return whether it is dealt with; else {@link Socket#handled} is called when it is
   */
  boolean carryOut(ClientCommand command, long now) {
    return switch (command) {
      case Subscribe subscribe -> {
        memberships.subscribe(subscribe, now);
        yield true;
      }
      case Unsubscribe(var names, var id) -> {
        memberships.unsubscribe(names, id, now);
        yield true;
      }
      case Publish publish -> publish(publish, now);
      case Broadcast(var type, var data, var id) -> {
        Draft draft = Draft.of(type, data, MessageIds.next(), sender());
        yield rights.mayBroadcast()
            ? send(RoomName.SYSTEM, draft, id, now)
            : refuse("not allowed to broadcast", Optional.empty(), id, now);
      }
      case Direct direct -> direct(direct, now);
      case History query -> history(query, now);
      case Presence presence -> presence(presence, now);
      case Ack(var room, var position, var id) -> {
        if (acks.isEmpty() || !acks.get().areTaken(room)) {
          yield notKept("a cursor", room, id, now);
        }
        acks.get().acked(room, position);
        yield true;
      }
      case Ping(var id) -> {
        voice.say(new Event.Pong(id));
        yield true;
      }
      case Custom custom -> custom(custom, now);
      case Reply(var request, var outcome) -> {
        requests.replied(request, outcome);
        yield true;
      }
      case Malformed(var code, var text, var id) -> {
        voice.fail(code, text, Optional.empty(), id, now);
        yield true;
      }
      case Connect(_, _, _, var id) -> alreadyIn(id, now);
      case Auth(_, var id) -> alreadyIn(id, now);
      case Refresh _ -> throw new IllegalStateException("the connection itself refreshes");
    };
  }

  private boolean alreadyIn(Optional<CorrelationId> id, long now) {
    voice.fail(ErrorCode.INVALID_MESSAGE, "already connected", Optional.empty(), id, now);
    return true;
  }

  private boolean notKept(String what, RoomName room, Optional<CorrelationId> id, long now) {
    String text = what + " is not kept in this room";
    voice.fail(ErrorCode.NOT_AVAILABLE, text, Optional.of(room), id, now);
    return true;
  }

  private boolean history(History query, long now) {
    boolean kept =
        environment.settings().namespaces().policy(query.room().namespace()).history().isKept();
    return !memberships.mayRead(query, now)
        || (kept
            ? memberships.readHistory(query)
            : notKept("history", query.room(), query.id(), now));
  }

  /** Who is there is told to those who are. */
  private boolean presence(Presence query, long now) {
    RoomName room = query.room();
    if (!rights.declared(room)) {
      voice.fail(ErrorCode.INVALID_ROOM, "unknown namespace", Optional.of(room), query.id(), now);
      return true;
    }
    if (!environment.settings().namespaces().policy(room.namespace()).presence()) {
      return notKept("presence", room, query.id(), now);
    }
    if (!subscriptions.isIn(room)) {
      voice.fail(ErrorCode.NOT_SUBSCRIBED, Optional.of(room), query.id(), now);
      return true;
    }
    return memberships.readPresence(query);
  }

  private int maxRooms() {
    int most = environment.settings().limits().maxRoomsPerConnection();
    return most > 0 ? most : Integer.MAX_VALUE;
  }

  private boolean refuse(
      String text, Optional<RoomName> room, Optional<CorrelationId> id, long now) {
    voice.fail(ErrorCode.FORBIDDEN, text, room, id, now);
    return true;
  }

  // Publishing

  private boolean publish(Publish publish, long now) {
    RoomName room = publish.room();
    if (!rights.declared(room)) {
      voice.fail(ErrorCode.INVALID_ROOM, "unknown namespace", Optional.of(room), publish.id(), now);
      return true;
    }
    Optional<Rights.Refusal> against = rights.againstPublish(room);
    if (against.isPresent()) {
      Rights.Refusal refusal = against.get();
      voice.fail(refusal.code(), refusal.text(), Optional.of(room), publish.id(), now);
      return true;
    }
    if (!subscriptions.isIn(room)) {
      if (subscriptions.defer(publish)) {
        return false;
      }
      voice.fail(ErrorCode.NOT_SUBSCRIBED, Optional.of(room), publish.id(), now);
      return true;
    }
    forward(publish, now);
    return false;
  }

  private void forward(Publish publish, long now) {
    Draft draft =
        new Draft(
            publish.type(),
            publish.data(),
            MessageIds.next(),
            sender(),
            publish.key(),
            publish.conflationKey());
    send(publish.room(), draft, publish.id(), now);
  }

  private boolean send(RoomName room, Draft draft, Optional<CorrelationId> id, long now) {
    publishes.offer(room, draft, false, new Ticket(room, id), now);
    return false;
  }

  /** A publish has been answered; also its turn among the commands in flight is over. */
  void answered(Ticket ticket, ToPublisher.Answer answer, long now) {
    switch (answer) {
      case ToPublisher.Done(var receipt) -> {
        if (ticket.id.isPresent()) {
          voice.say(
              new Event.PublishAccepted(
                  ticket.room, receipt.position(), receipt.duplicate(), ticket.id));
        }
      }
      case ToPublisher.Failed(var code) ->
          voice.fail(code, Optional.of(ticket.room), ticket.id, now);
    }
    socket.handled(1);
  }

  private Sender sender() {
    return new Sender(rights.identity().userId(), Optional.of(socket.clientId()));
  }

  private boolean direct(Direct direct, long now) {
    Draft draft = Draft.of(direct.type(), direct.data(), MessageIds.next(), sender());
    Event event = new Event.Direct(draft, Instant.ofEpochMilli(now));
    switch (environment.settings().auth().direct()) {
      case NOBODY -> {
        return refuse("not allowed to send direct messages", Optional.empty(), direct.id(), now);
      }
      case ANYONE -> {
        if (direct.to() instanceof ClientCommand.ToUser(var user)) {
          return send(RoomName.ofUser(user).orElseThrow(), draft, direct.id(), now);
        }
        directs.toAnyone(direct.to(), event);
      }
      case SHARED_ROOM -> directs.toThoseWhoShare(direct.to(), event, rights.identity());
    }
    if (direct.id().isPresent()) {
      voice.say(new Event.DirectAccepted(direct.id()));
    }
    return true;
  }

  // Handlers of applications

  private boolean custom(Custom custom, long now) {
    Handlers handlers = environment.extensions().handlers();
    if (!handlers.knows(custom.type())) {
      voice.fail(ErrorCode.UNKNOWN_TYPE, Optional.empty(), custom.id(), now);
      return true;
    }
    handlers.call(
        custom.type(),
        rights.caller(),
        custom.data(),
        outcome -> self.tell(new ConnectionOrder.Handled(outcome, custom.id())));
    calls++;
    return false;
  }

  /** A handler is done with a command, whose turn among those in flight is over. */
  void handled(HandlerOutcome outcome, Optional<CorrelationId> id, long now) {
    calls--;
    switch (outcome) {
      case HandlerOutcome.Replied(var type, var data) ->
          voice.say(new Event.HandlerReply(type, data, id));
      case HandlerOutcome.Refused(var code, var text) ->
          voice.fail(code, text, Optional.empty(), id, now);
      case HandlerOutcome.Failed(var cause) -> voice.fault(cause, id);
      case HandlerOutcome.Silent _ -> {}
    }
    socket.handled(1);
  }

  /** How many commands handlers are busy with. */
  int calls() {
    return calls;
  }

  /** Whether what was asked of rooms and handlers is to be answered yet; not of publishes. */
  boolean awaitAnswers() {
    return calls > 0 || subscriptions.isUnderWay() || memberships.isReading();
  }

  /** What is needed to answer a publish: its room, and the client's own number for it. */
  record Ticket(RoomName room, Optional<CorrelationId> id) {}
}
