package io.heddle.actors.connection;

import io.heddle.actors.cursor.Cursors;
import io.heddle.actors.cursor.Devices;
import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.ConnectionOrder.Purpose;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.RoomDecision;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.Socket;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.protocol.ToConnection;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

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
  private final ConnectionEnvironment environment;
  private final ActorContext<ToConnection> context;
  private final Socket socket;
  private final Expiry expiry;
  private final ActorRef<ToLocalRooms> rooms;
  private final Cursors cursors;
  private final Voice voice;
  private final PublishQueue<Commands.Ticket> publishes;
  private final Retries retries;
  private final Requests requests;
  private final List<ClientCommand> held = new ArrayList<>(0);
  private final Entrance entrance = new Entrance();
  private final Belonging belonging;
  private final WayIn wayIn;
  private final Farewell farewell;
  private Optional<Commands> commands = Optional.empty();

  /** Whether the next command is about a room that has not answered the one before. */
  private boolean waiting;

  private Optional<ClientCommand> undecided = Optional.empty();
  private boolean gone;

  private Connection(
      ConnectionEnvironment environment,
      ActorContext<ToConnection> context,
      Socket socket,
      ActorRef<ToNode> node,
      ActorRef<ToLocalRooms> rooms,
      Cursors cursors,
      Optional<Identity> known) {
    this.environment = environment;
    this.context = context;
    this.socket = socket;
    this.rooms = rooms;
    this.cursors = cursors;
    this.voice =
        new Voice(socket, new ErrorBudget(environment.settings().errors()), environment.metrics());
    this.expiry = new Expiry(socket, voice, node, environment.settings());
    this.farewell = new Farewell(socket, voice, rooms);
    this.belonging = new Belonging(environment, context.getSelf(), voice, this::enter);
    this.wayIn = new WayIn(environment, context.getSelf(), voice, expiry, known, belonging);
    this.requests =
        new Requests(
            voice,
            environment.extensions().metrics(),
            environment.settings().webSocket().commandsInFlight(),
            (id, after) ->
                context.scheduleOnce(after, context.getSelf(), new ConnectionOrder.AskOver(id)));
    this.retries = new Retries(context, environment.settings().rooms().publishRetry());
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
   * @param cursors of the node's users
   * @param identity who it is; empty where the client says so in-band
   * @param waitForConnect whether a known client sends {@code connect} before it is let in
   */
  public static Behavior<ToConnection> create(
      ConnectionEnvironment environment,
      Socket socket,
      ActorRef<ToNode> node,
      ActorRef<ToLocalRooms> rooms,
      Cursors cursors,
      Optional<Identity> identity,
      boolean waitForConnect) {
    return Behaviors.setup(
        context ->
            new Connection(environment, context, socket, node, rooms, cursors, identity)
                .start(waitForConnect));
  }

  private Behavior<ToConnection> start(boolean waitForConnect) {
    socket.opened(context.getSelf());
    wayIn.begin(waitForConnect);
    return Behaviors.receive(ToConnection.class)
        .onAnyMessage(this::on)
        .onSignal(PostStop.class, _ -> stopped())
        .build();
  }

  private Behavior<ToConnection> on(ToConnection message) {
    switch (message) {
      case ClientCommand command -> {
        environment.metrics().command();
        attempt(command, this::command);
      }
      case RoomReply.Entered(var joined) -> entered(joined);
      case RoomReply.Drained(int count) -> farewell.drained(count);
      case RoomReply.Placed _ when gone -> {}
      case RoomReply.Placed placed when entrance.holdsBack(placed) -> {}
      case RoomReply.Settle settle when entrance.holdsBack(settle) -> {}
      case RoomReply.Settle settle -> placed(settle);
      case RoomReply reply -> {
        commands.ifPresent(open -> open.memberships().replied(reply, now()));
        if (waiting) {
          waiting = false;
          release();
        }
      }
      case PublishReply reply -> publishes.replied(reply, now());
      case ConnectionOrder.Retry _ -> {
        retries.come();
        publishes.retry(now());
      }
      case ConnectionOrder.Due(var instant) -> due(instant);
      case ConnectionOrder.TokenChecked checked -> {
        wayIn.checked(checked, !voice.isClosed() && !gone, commands);
        release();
      }
      case ConnectionOrder.GroupsTold(var found) -> {
        belonging.told(found, !voice.isClosed() && !gone, wayIn.connectId());
        release();
      }
      case ConnectionOrder.Started(var starts) -> {
        if (!gone) {
          join(starts);
        }
      }
      case ConnectionOrder.Received(var upTo) ->
          commands.flatMap(Commands::acks).ifPresent(acks -> acks.received(upTo));
      case ConnectionOrder.Deliver(var event) -> voice.say(event);
      case ConnectionOrder.Disconnect(var code, var reason) -> voice.close(code, reason);
      case ConnectionOrder.Ask ask -> requests.ask(ask, commands.isPresent() && !gone);
      case ConnectionOrder.AskOver(var id) -> requests.timedOut(id);
      case ConnectionOrder.Handled(var outcome, var id) ->
          commands.ifPresent(open -> open.handled(outcome, id, now()));
      case ConnectionOrder.Decided(var decisions) -> decided(decisions);
      case ConnectionOrder.Move(var after) -> farewell.move(after);
      case ConnectionOrder.Drain _ -> farewell.announce();
      case ConnectionOrder.SocketClosed _ -> leave();
    }
    return settled();
  }

  /** Whether there is reason to go on, after each message. */
  private Behavior<ToConnection> settled() {
    if (publishes.size() > 0) {
      retries.schedule();
      return Behaviors.same();
    }
    if (gone) {
      return Behaviors.stopped();
    }
    if (farewell.isDue() && !isBusy()) {
      farewell.answeredAll(commands.map(open -> open.subscriptions().all()).orElse(List.of()));
    }
    return Behaviors.same();
  }

  /** Whether the client waits for an answer to what was taken from it. */
  private boolean isBusy() {
    return undecided.isPresent() || commands.filter(Commands::awaitAnswers).isPresent();
  }

  /** A fault met by one command is no reason to take a client's connection away. */
  private void attempt(ClientCommand command, Consumer<ClientCommand> work) {
    int before = underWay();
    try {
      work.accept(command);
    } catch (RuntimeException fault) {
      if (underWay() > before) {
        voice.log(fault);
      } else {
        voice.fault(fault, command.id());
        socket.handled(1);
      }
    }
  }

  /** How many commands have been taken on, so that their answers are to come. */
  private int underWay() {
    return publishes.size() + commands.map(Commands::calls).orElse(0);
  }

  private void command(ClientCommand command) {
    if (voice.isClosed() || farewell.isDue() || gone) {
      socket.handled(1);
    } else if (mustWait()) {
      held.add(command);
    } else if (commands.isEmpty()) {
      wayIn.outside(command);
      socket.handled(1);
    } else if (commands.get().subscriptions().holdBack(command)) {
      waiting = true;
      held.add(command);
    } else if (!commands.get().admits(command, now())) {
      socket.handled(1);
    } else if (command instanceof ClientCommand.Refresh(var token, var id)) {
      wayIn.check(token, Purpose.REFRESH, id);
      socket.handled(1);
    } else {
      commands
          .get()
          .rights()
          .undecided(command)
          .ifPresentOrElse(decisions -> await(command, decisions), () -> carryOut(command));
    }
  }

  private boolean mustWait() {
    return entrance.isUnderWay()
        || wayIn.isChecking()
        || belonging.isAsking()
        || undecided.isPresent()
        || waiting;
  }

  private void carryOut(ClientCommand command) {
    if (commands.orElseThrow().carryOut(command, now())) {
      socket.handled(1);
    }
  }

  /** What comes meanwhile is held, so that the client's commands stay in order. */
  private void await(ClientCommand command, CompletionStage<List<RoomDecision>> decisions) {
    decisions.thenAccept(made -> context.getSelf().tell(new ConnectionOrder.Decided(made)));
    undecided = Optional.of(command);
  }

  private void decided(List<RoomDecision> decisions) {
    ClientCommand command = undecided.orElseThrow();
    undecided = Optional.empty();
    if (voice.isClosed() || gone) {
      socket.handled(1);
    } else {
      commands.orElseThrow().rights().decided(command, decisions);
      attempt(command, this::carryOut);
      commands.orElseThrow().rights().carriedOut();
    }
    release();
  }

  // The way in

  private void enter(Identity identity) {
    socket.identify(identity);
    socket.cork();
    List<RoomName> joins = entrance.begin(identity);
    Optional<String> device =
        Devices.of(
            identity, wayIn.connect().flatMap(ClientCommand.Connect::device), socket.device());
    Commands open =
        new Commands(
            environment,
            context.getSelf(),
            socket,
            voice,
            rooms,
            publishes,
            requests,
            identity,
            cursors,
            device,
            now());
    open.subscriptions().enter(joins);
    commands = Optional.of(open);
    if (identity.userId().isPresent() && cursors.moveByPong()) {
      socket.proveDeliveries();
    }
    Beginnings.of(joins, wayIn.connect(), cursors, identity.userId(), device)
        .tell(this::join, starts -> context.getSelf().tell(new ConnectionOrder.Started(starts)));
  }

  private void join(Map<RoomName, StartFrom> starts) {
    rooms.tell(
        new ToLocalRooms.Enter(
            commands.orElseThrow().subscriptions().all(), socket, Map.copyOf(starts)));
  }

  private void entered(List<Event.JoinedRoom> joined) {
    if (!entrance.completedBy(joined)) {
      return;
    }
    Identity identity = commands.orElseThrow().rights().identity();
    List<Event.JoinedRoom> rooms = entrance.take();
    commands.orElseThrow().acks().ifPresent(acks -> acks.entered(rooms));
    Event connected =
        new Event.Connected(
            socket.clientId(),
            identity.userId(),
            environment.settings().webSocket().pingInterval(),
            identity.expiresAt(),
            rooms,
            wayIn.connectId());
    socket.uncork(socket.encoder().encode(connected));
    expiry.watch(identity);
    environment.extensions().listeners().connected(new Caller(socket.clientId(), identity));
    entrance.takeHeld().forEach(this::placed);
    release();
  }

  /** What the server did with a connection that is in. */
  private void placed(RoomReply reply) {
    if (reply instanceof RoomReply.Settle(var done)) {
      rooms.tell(new ToLocalRooms.Settled(done));
    } else {
      commands.orElseThrow().memberships().replied(reply, now());
    }
  }

  /** Carries out what came while something had to be waited for. */
  private void release() {
    List<ClientCommand> commandsHeld = List.copyOf(held);
    held.clear();
    commandsHeld.forEach(command -> attempt(command, this::command));
  }

  // Time

  private void due(Instant now) {
    if (!voice.isClosed() && !belonging.isAsking()) {
      commands.ifPresentOrElse(open -> expiry.due(open.rights().identity(), now), wayIn::overdue);
    }
  }

  // The end

  private void leave() {
    gone = true;
    requests.close();
    commands.ifPresent(
        open -> {
          rooms.tell(new ToLocalRooms.Exit(open.subscriptions().all(), socket));
          if (!entrance.isUnderWay()) {
            environment.extensions().listeners().disconnected(open.rights().caller());
          }
        });
  }

  /** After a fault the socket is still there, and so are the memberships. */
  private Behavior<ToConnection> stopped() {
    if (!gone) {
      leave();
      socket.close(CloseCode.INTERNAL_ERROR, CloseCode.INTERNAL_ERROR.text());
    }
    return Behaviors.same();
  }

  private long now() {
    return environment.clock().millis();
  }
}
