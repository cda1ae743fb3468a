package io.heddle.actors.connection;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.ConnectionOrder.Purpose;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.Socket;
import io.heddle.actors.protocol.ToConnection;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.TokenVerifier.Refused;
import io.heddle.actors.protocol.TokenVerifier.Verdict;
import io.heddle.actors.protocol.TokenVerifier.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actor of one connection: who it belongs to, what it may, how long. It takes commands from its
 * socket one by one and gives events back; publications go past it, from the local rooms straight
 * into the outbox.
 *
 * <pre>
 * waiting ──token, connect──▶ entering ──joined by the server──▶ open ──▶ closing
 *    (in-band only)           (commands wait)
 * </pre>
 *
 * <p>It has no timer of its own: the node wakes it when its time is up.
 */
public final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** Rooms that are awake answer late, and a client should not have to sort. */
  private static final Comparator<Event.JoinedRoom> OWN_GROUPS_SYSTEM =
      Comparator.comparingInt(
              (Event.JoinedRoom joined) ->
                  List.of("user", "group", "system").indexOf(joined.room().namespace()))
          .thenComparing(Event.JoinedRoom::room);

  private final ConnectionEnvironment environment;
  private final ActorContext<ToConnection> context;
  private final Socket socket;
  private final Expiry expiry;
  private final ActorRef<ToLocalRooms> rooms;
  private final Voice voice;
  private final PublishQueue<Commands.Ticket> publishes;
  private final List<ClientCommand> held = new ArrayList<>(0);
  private final List<Event.JoinedRoom> entered = new ArrayList<>(3);
  private Optional<Identity> known;
  private Optional<Commands> commands = Optional.empty();
  private Optional<CorrelationId> connectId = Optional.empty();
  private int entering;
  private boolean checking;
  private boolean retrying;
  private boolean gone;
  private boolean draining;

  private Connection(
      ConnectionEnvironment environment,
      ActorContext<ToConnection> context,
      Socket socket,
      ActorRef<ToNode> node,
      ActorRef<ToLocalRooms> rooms,
      Optional<Identity> known) {
    this.environment = environment;
    this.context = context;
    this.socket = socket;
    this.rooms = rooms;
    this.known = known;
    this.voice =
        new Voice(socket, new ErrorBudget(environment.settings().errors()), environment.metrics());
    this.expiry = new Expiry(socket, voice, node, environment.settings().auth().expiringNotice());
    this.publishes =
        new PublishQueue<>(
            environment.region(),
            context.getSelf().narrow(),
            environment.settings().rooms(),
            environment.metrics(),
            (ticket, answer) -> commands.orElseThrow().answered(ticket, answer, now()));
  }

  /**
   * The behaviour of a connection whose socket has opened.
   *
   * @param identity who it is; empty where the client says so in-band
   * @param waitForConnect whether a known client sends {@code connect} before it is let in
   */
  public static Behavior<ToConnection> create(
      ConnectionEnvironment environment,
      Socket socket,
      ActorRef<ToNode> node,
      ActorRef<ToLocalRooms> rooms,
      Optional<Identity> identity,
      boolean waitForConnect) {
    return Behaviors.setup(
        context ->
            new Connection(environment, context, socket, node, rooms, identity)
                .start(waitForConnect));
  }

  private Behavior<ToConnection> start(boolean waitForConnect) {
    socket.opened(context.getSelf());
    if (known.isEmpty()) {
      voice.say(new Event.AuthRequired());
      expiry.wakeIn(environment.settings().webSocket().timeout(), now());
    } else if (waitForConnect) {
      expiry.wakeIn(environment.settings().webSocket().connectWait(), now());
    } else {
      enter(known.get());
    }
    return Behaviors.receive(ToConnection.class)
        .onAnyMessage(this::on)
        .onSignal(PostStop.class, _ -> stopped())
        .build();
  }

  private Behavior<ToConnection> on(ToConnection message) {
    switch (message) {
      case ClientCommand command -> attempt(command);
      case RoomReply.Entered(var joined) -> entered(joined);
      case RoomReply reply -> commands.ifPresent(open -> open.replied(reply, now()));
      case PublishReply reply -> publishes.replied(reply, now());
      case ConnectionOrder.Retry _ -> retry();
      case ConnectionOrder.Due(var instant) -> due(instant);
      case ConnectionOrder.TokenChecked(var verdict, var purpose, var id) ->
          checked(verdict, purpose, id);
      case ConnectionOrder.Deliver(var event) -> voice.say(event);
      case ConnectionOrder.Disconnect(var code, var reason) -> voice.close(code, reason);
      case ConnectionOrder.Drain _ -> draining = true;
      case ConnectionOrder.SocketClosed _ -> socketClosed();
    }
    return settled();
  }

  /** Whether there is reason to go on, after each message. */
  private Behavior<ToConnection> settled() {
    if (publishes.size() > 0) {
      scheduleRetry();
      return Behaviors.same();
    }
    if (gone) {
      return Behaviors.stopped();
    }
    if (draining && !voice.isClosed()) {
      voice.say(new Event.Reconnect(Duration.ZERO, CloseCode.RESTARTING.text()));
      voice.close(CloseCode.RESTARTING, CloseCode.RESTARTING.text());
    }
    return Behaviors.same();
  }

  /** A fault met by one command is no reason to take a client's connection away. */
  private void attempt(ClientCommand command) {
    try {
      command(command);
    } catch (RuntimeException fault) {
      voice.fault(fault, command.id());
      socket.handled(1);
    }
  }

  private void command(ClientCommand command) {
    environment.metrics().command();
    if (voice.isClosed() || draining) {
      socket.handled(1);
    } else if (entering > 0 || checking) {
      held.add(command);
    } else if (commands.isEmpty()) {
      outside(command);
      socket.handled(1);
    } else if (command instanceof ClientCommand.Refresh(var token, var id)) {
      if (commands.get().admits(command, now())) {
        check(token, Purpose.REFRESH, id);
      }
      socket.handled(1);
    } else if (commands.get().carryOut(command, now())) {
      socket.handled(1);
    }
  }

  // The way in

  private void outside(ClientCommand command) {
    switch (command) {
      case ClientCommand.Connect(var token, _, var id) when token.isPresent() ->
          check(token.get(), Purpose.CONNECT, id);
      case ClientCommand.Connect(_, _, var id) when known.isPresent() -> {
        connectId = id;
        enter(known.get());
      }
      case ClientCommand.Auth(var token, var id) -> check(token, Purpose.AUTH, id);
      case ClientCommand.Ping(var id) -> voice.say(new Event.Pong(id));
      case ClientCommand.Malformed(var code, var text, var id) ->
          voice.fail(code, text, Optional.empty(), id, now());
      default -> {
        ErrorCode code = ErrorCode.UNAUTHORIZED;
        voice.end(code, code.text(), command.id(), CloseCode.UNAUTHORIZED);
      }
    }
  }

  private void check(String token, Purpose purpose, Optional<CorrelationId> id) {
    checking = true;
    context.pipeToSelf(
        environment.verifier().verify(token),
        (verdict, fault) -> {
          if (fault != null) {
            LOG.warn("a token could not be checked", fault);
          }
          Verdict result =
              fault == null ? verdict : new Refused("token could not be checked", false);
          return new ConnectionOrder.TokenChecked(result, purpose, id);
        });
  }

  private void checked(Verdict verdict, Purpose purpose, Optional<CorrelationId> id) {
    checking = false;
    if (voice.isClosed() || gone) {
      return;
    }
    switch (verdict) {
      case Verified(var identity) when purpose == Purpose.REFRESH -> refresh(identity, id);
      case Verified(var identity) -> {
        if (purpose == Purpose.AUTH) {
          voice.say(new Event.AuthSuccess(identity.userId(), id));
        } else {
          connectId = id;
        }
        enter(identity);
      }
      case Refused(var reason, _) when purpose == Purpose.REFRESH ->
          voice.fail(
              ErrorCode.FORBIDDEN,
              "not allowed to refresh: " + reason,
              Optional.empty(),
              id,
              now());
      case Refused(var reason, var expired) -> {
        CloseCode close = expired ? CloseCode.TOKEN_EXPIRED : CloseCode.UNAUTHORIZED;
        if (purpose == Purpose.AUTH) {
          voice.say(new Event.AuthFailed(reason, id));
          voice.close(close, reason);
        } else {
          voice.end(expired ? ErrorCode.TOKEN_EXPIRED : ErrorCode.UNAUTHORIZED, reason, id, close);
        }
      }
    }
    release();
  }

  private void refresh(Identity identity, Optional<CorrelationId> id) {
    Commands open = commands.orElseThrow();
    if (!identity.userId().equals(open.identity().userId())) {
      String text = "not allowed to refresh with another user's token";
      voice.fail(ErrorCode.FORBIDDEN, text, Optional.empty(), id, now());
      return;
    }
    open.refreshed(identity);
    expiry.renewed(identity);
    voice.say(new Event.Refreshed(identity.expiresAt(), id));
  }

  private void enter(Identity identity) {
    known = Optional.of(identity);
    socket.identify(identity);
    socket.cork();
    List<RoomName> joins = new ArrayList<>(2 + identity.groups().size());
    identity.userId().flatMap(RoomName::ofUser).ifPresent(joins::add);
    identity.groups().forEach(group -> RoomName.ofGroup(group).ifPresent(joins::add));
    joins.add(RoomName.SYSTEM);
    Commands open = new Commands(environment, socket, voice, rooms, publishes, identity, now());
    open.subscriptions().enter(joins);
    commands = Optional.of(open);
    entering = joins.size();
    rooms.tell(new ToLocalRooms.Enter(joins, socket));
  }

  private void entered(List<Event.JoinedRoom> joined) {
    entering -= joined.size();
    entered.addAll(joined);
    if (entering > 0) {
      return;
    }
    Identity identity = commands.orElseThrow().identity();
    Event connected =
        new Event.Connected(
            socket.clientId(),
            identity.userId(),
            environment.settings().webSocket().pingInterval(),
            identity.expiresAt(),
            entered.stream().sorted(OWN_GROUPS_SYSTEM).toList(),
            connectId);
    entered.clear();
    socket.uncork(socket.encoder().encode(connected));
    expiry.watch(identity);
    release();
  }

  /** Carries out what came while something had to be waited for. */
  private void release() {
    List<ClientCommand> commandsHeld = List.copyOf(held);
    held.clear();
    commandsHeld.forEach(this::attempt);
  }

  // Time

  private void due(Instant now) {
    if (voice.isClosed()) {
      return;
    }
    if (commands.isPresent()) {
      expiry.due(commands.get().identity(), now);
    } else {
      String text = known.isEmpty() ? "not authenticated in time" : "no connect in time";
      voice.end(ErrorCode.UNAUTHORIZED, text, Optional.empty(), CloseCode.UNAUTHORIZED);
    }
  }

  private void scheduleRetry() {
    if (!retrying) {
      retrying = true;
      context.scheduleOnce(
          environment.settings().rooms().publishRetry(),
          context.getSelf(),
          new ConnectionOrder.Retry());
    }
  }

  private void retry() {
    retrying = false;
    publishes.retry(now());
  }

  // The end

  private void socketClosed() {
    gone = true;
    leaveRooms();
  }

  private void leaveRooms() {
    commands.ifPresent(
        open -> rooms.tell(new ToLocalRooms.Exit(open.subscriptions().all(), socket)));
  }

  /** After a fault the socket is still there, and so are the memberships. */
  private Behavior<ToConnection> stopped() {
    if (!gone) {
      leaveRooms();
      socket.close(CloseCode.INTERNAL_ERROR, CloseCode.INTERNAL_ERROR.text());
    }
    return Behaviors.same();
  }

  private long now() {
    return environment.clock().millis();
  }
}
