package io.heddle.actors.node;

import io.heddle.actors.connection.Connection;
import io.heddle.actors.connection.ConnectionEnvironment;
import io.heddle.actors.cursor.CursorWriter;
import io.heddle.actors.cursor.Cursors;
import io.heddle.actors.cursor.Unwritten;
import io.heddle.actors.metrics.CursorMetrics;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.Socket;
import io.heddle.actors.protocol.ToConnection;
import io.heddle.actors.protocol.ToCursors;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToNode.Ask;
import io.heddle.actors.protocol.ToNode.Deliver;
import io.heddle.actors.protocol.ToNode.Disconnect;
import io.heddle.actors.protocol.ToNode.Drain;
import io.heddle.actors.protocol.ToNode.DrainOn;
import io.heddle.actors.protocol.ToNode.Elsewhere;
import io.heddle.actors.protocol.ToNode.Ended;
import io.heddle.actors.protocol.ToNode.ForNotices;
import io.heddle.actors.protocol.ToNode.ForRooms;
import io.heddle.actors.protocol.ToNode.Leaving;
import io.heddle.actors.protocol.ToNode.Load;
import io.heddle.actors.protocol.ToNode.NodeLoad;
import io.heddle.actors.protocol.ToNode.NodeReport;
import io.heddle.actors.protocol.ToNode.Open;
import io.heddle.actors.protocol.ToNode.Report;
import io.heddle.actors.protocol.ToNode.Retire;
import io.heddle.actors.protocol.ToNode.Sweep;
import io.heddle.actors.protocol.ToNode.WakeAt;
import io.heddle.actors.protocol.ToNode.Whisper;
import io.heddle.actors.protocol.ToNotices;
import io.heddle.actors.room.LocalRooms;
import io.heddle.actors.room.Notices;
import io.heddle.actors.room.RoomEnvironment;
import io.heddle.config.CursorSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's connections: starts an actor for each socket, finds them by their id, and sweeps over
 * them once a second, so that none needs a timer. Other nodes find it through the Receptionist.
 */
public final class Node {
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /** For cursors to be written when the node stops; what is not written is delivered again. */
  private static final Duration FINISH = Duration.ofSeconds(2);

  /** How often a drain goes on: small slices, so that the other nodes see no crowd. */
  private static final Duration DRAIN_STEP = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  /** Longer than a socket waits for the client's close before it is cut. */
  private static final Duration REFUSED_SWEPT = Duration.ofSeconds(10);

  private final ConnectionEnvironment environment;
  private final ActorContext<ToNode> context;
  private final TimerScheduler<ToNode> timers;
  private final ActorRef<ToLocalRooms> rooms;
  private final ActorRef<ToNotices> notices;
  private final ActorRef<ToCursors> cursorWriter;
  private final Cursors cursors;
  private final Map<ClientId, OpenConnection> connections = new HashMap<>();
  private final List<Refused> refused = new ArrayList<>();
  private Optional<Departure> departure = Optional.empty();
  private Optional<ActorRef<Done>> drained = Optional.empty();
  private boolean leaving;

  private Node(
      ConnectionEnvironment environment,
      RoomEnvironment rooms,
      ActorContext<ToNode> context,
      TimerScheduler<ToNode> timers) {
    this.environment = environment;
    this.context = context;
    this.timers = timers;
    String id = NodeDirectory.id(context.getSelf());
    this.rooms =
        context.spawn(
            Behaviors.supervise(
                    LocalRooms.create(id, rooms, environment.region(), environment.changes()))
                .onFailure(SupervisorStrategy.resume()),
            "rooms");
    this.notices =
        context.spawn(
            Behaviors.supervise(
                    Notices.create(
                        context.getSelf(), environment.directory(), this.rooms, rooms.metrics()))
                .onFailure(SupervisorStrategy.resume()),
            "notices");
    environment.directory().enter(context.getSelf(), notices);
    CursorSettings settings = environment.settings().history().cursors();
    CursorMetrics metrics = environment.metrics().cursors();
    Unwritten unwritten = new Unwritten();
    this.cursorWriter =
        context.spawn(
            Behaviors.supervise(
                    CursorWriter.create(rooms.log(), unwritten, settings.flush(), metrics))
                .onFailure(SupervisorStrategy.resume()),
            "cursors");
    this.cursors =
        new Cursors(rooms.log(), rooms.namespaces(), settings, metrics, unwritten, cursorWriter);
  }

  /** The behaviour of a node; to be spawned under a name that no other start of a node has. */
  public static Behavior<ToNode> create(ConnectionEnvironment environment, RoomEnvironment rooms) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Sweep(), SWEEP);
                  Node node = new Node(environment, rooms, context, timers);
                  return Behaviors.receiveMessage(node::on);
                }));
  }

  private Behavior<ToNode> on(ToNode message) {
    switch (message) {
      case Open open -> open(open);
      case Ended(var clientId) -> ended(clientId);
      case WakeAt(var clientId, var at) -> wakeAt(clientId, at);
      case Sweep _ -> sweep();
      case Deliver(var clientId, var event, var replyTo) ->
          replyTo.tell(tell(clientId, new ConnectionOrder.Deliver(event)));
      case Ask ask -> ask(ask);
      case Whisper(var clientId, var event, var sharing) ->
          tell(clientId, new RoomReply.Whisper(event, sharing));
      case Disconnect(var clientId, var code, var reason, var replyTo) ->
          replyTo.tell(tell(clientId, new ConnectionOrder.Disconnect(code, reason)));
      case ForRooms(var forRooms) -> rooms.tell(forRooms);
      case ForNotices(var forNotices) -> notices.tell(forNotices);
      case Load(var replyTo) -> load(replyTo);
      case Report(var replyTo) -> replyTo.tell(report());
      case Retire(var replyTo) -> retire(replyTo);
      case Leaving _ -> leaving = true;
      case Drain(var time, var replyTo) -> drain(time, replyTo);
      case DrainOn _ -> departure.ifPresent(it -> it.step(System.nanoTime()));
      case Elsewhere(var nodes) -> elsewhere(nodes);
    }
    return Behaviors.same();
  }

  private void open(Open open) {
    int limit = environment.settings().limits().maxConnections();
    Socket socket = open.socket();
    if (drained.isPresent()) {
      environment.metrics().refusedDraining();
      refuse(socket, CloseCode.RESTARTING);
      return;
    }
    if (limit > 0 && connections.size() >= limit) {
      environment.metrics().refusedFull();
      Event full = Event.Failed.of(ErrorCode.SERVER_FULL, Optional.empty());
      socket.offer(socket.encoder().encode(full));
      refuse(socket, CloseCode.SERVER_FULL);
      return;
    }
    // Counted before its first frame, so that whoever comes after that finds the node as full.
    environment.metrics().opened();
    ActorRef<ToConnection> connection =
        context.spawnAnonymous(
            Connection.create(
                environment,
                socket,
                context.getSelf(),
                rooms,
                cursors,
                open.identity(),
                open.waitForConnect()));
    context.watchWith(connection, new Ended(socket.clientId()));
    connections.put(socket.clientId(), new OpenConnection(connection, socket));
  }

  /** Has no connection here, but is swept all the same until it must be gone. */
  private void refuse(Socket socket, CloseCode code) {
    socket.close(code, code.text());
    refused.add(new Refused(socket, System.nanoTime() + REFUSED_SWEPT.toNanos()));
  }

  private void ended(ClientId clientId) {
    if (connections.remove(clientId) != null) {
      environment.metrics().ended();
    }
    answerIfDrained();
  }

  private void wakeAt(ClientId clientId, Instant at) {
    OpenConnection connection = connections.get(clientId);
    if (connection != null) {
      connection.wakeAt(at);
    }
  }

  private void sweep() {
    long nanoTime = System.nanoTime();
    Instant now = environment.clock().instant();
    connections.values().forEach(connection -> connection.sweep(now, nanoTime));
    refused.forEach(left -> left.socket.sweep(nanoTime));
    refused.removeIf(left -> nanoTime - left.until >= 0);
    if (departure.isPresent()) {
      askElsewhere();
    }
  }

  private int tell(ClientId clientId, ToConnection message) {
    OpenConnection connection = connections.get(clientId);
    if (connection == null) {
      return 0;
    }
    connection.actor().tell(message);
    return 1;
  }

  private void ask(Ask ask) {
    OpenConnection connection = connections.get(ask.clientId());
    if (connection == null) {
      ask.replyTo().tell(new ClientReply.Unanswered(ClientReply.Why.GONE));
    } else {
      context.spawnAnonymous(OpenAsk.create(ask, connection.actor()));
    }
  }

  private void load(ActorRef<NodeLoad> replyTo) {
    int open = connections.size();
    AskPattern.<ToLocalRooms, Integer>ask(
            rooms, ToLocalRooms.CountRooms::new, SWEEP, context.getSystem().scheduler())
        .whenComplete((count, _) -> replyTo.tell(new NodeLoad(open, count == null ? 0 : count)));
  }

  private NodeReport report() {
    int limit = environment.settings().limits().maxConnections();
    int open = connections.size();
    long free = limit == 0 ? NodeReport.UNLIMITED : Math.max(0, limit - open);
    long asked = departure.map(Departure::asked).orElse(0L);
    String id = NodeDirectory.id(context.getSelf());
    String policies = environment.settings().namespaces().digest();
    return new NodeReport(id, leaving, open, asked, leaving ? 0 : free, policies);
  }

  private void retire(ActorRef<NodeReport> replyTo) {
    boolean first = !leaving;
    leaving = true;
    replyTo.tell(report());
    if (first) {
      LOG.info("asked to drain");
      CoordinatedShutdown.get(context.getSystem()).runAll(new DrainAsked());
    }
  }

  private void drain(Duration time, ActorRef<Done> replyTo) {
    leaving = true;
    drained = Optional.of(replyTo);
    departure =
        Optional.of(
            new Departure(
                environment.settings().drain(), time, connections.values(), System.nanoTime()));
    timers.startTimerWithFixedDelay(new DrainOn(), DRAIN_STEP);
    askElsewhere();
    answerIfDrained();
  }

  private void askElsewhere() {
    NodeReports.of(environment.directory().others(context.getSelf()), context.getSystem(), SWEEP)
        .thenAccept(reports -> context.getSelf().tell(new Elsewhere(reports)));
  }

  private void elsewhere(List<NodeReport> nodes) {
    List<NodeReport> staying = nodes.stream().filter(node -> !node.leaving()).toList();
    long seats = staying.stream().mapToLong(NodeReport::seats).sum();
    departure.ifPresent(
        its -> {
          its.elsewhere(staying.size(), seats);
          its.step(System.nanoTime());
          if (!connections.isEmpty()) {
            LOG.info(
                "draining: {} connections left, {} asked to move, {} other nodes with {} seats",
                connections.size(),
                its.asked(),
                staying.size(),
                seats);
          }
        });
  }

  /** Local rooms end before the cluster is left, else they would look for rooms that are going. */
  private void answerIfDrained() {
    if (connections.isEmpty() && drained.isPresent()) {
      context.stop(rooms);
      ActorRef<Done> replyTo = drained.get();
      AskPattern.<ToCursors, Done>ask(
              cursorWriter, ToCursors.Finish::new, FINISH, context.getSystem().scheduler())
          .whenComplete((_, _) -> replyTo.tell(Done.getInstance()));
    }
  }

  /** A socket that was not taken; {@code until} by {@link System#nanoTime()}. */
  private record Refused(Socket socket, long until) {}
}
