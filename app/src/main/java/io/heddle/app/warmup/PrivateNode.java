package io.heddle.app.warmup;

import io.heddle.actors.connection.ConnectionEnvironment;
import io.heddle.actors.connection.Publisher;
import io.heddle.actors.extension.ApplicationCode;
import io.heddle.actors.extension.Listeners;
import io.heddle.actors.fabric.ActorFabric;
import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import io.heddle.actors.log.MemoryRoomLog;
import io.heddle.actors.metrics.ConnectionMetrics;
import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.actors.metrics.RoomMetrics;
import io.heddle.actors.node.Node;
import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.room.RoomEnvironment;
import io.heddle.actors.room.RoomRegion;
import io.heddle.app.token.TokenMint;
import io.heddle.app.token.TokenRequest;
import io.heddle.config.Settings;
import io.heddle.config.load.SettingsLoader;
import io.heddle.http.answer.ProblemSeal;
import io.heddle.http.auth.Admission;
import io.heddle.http.auth.CredentialsReader;
import io.heddle.http.auth.WaysIn;
import io.heddle.http.dialect.DialectLimits;
import io.heddle.http.dialect.Dialects;
import io.heddle.http.dialect.HeddleV1Provider;
import io.heddle.http.server.BoundServer;
import io.heddle.http.socket.SocketEnvironment;
import io.heddle.http.socket.SocketMetrics;
import io.heddle.http.socket.WebSocketRoute;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * A node beside the real one, of the same classes and in the same actor system: with a port of this
 * machine, a key, rooms, a log and meters of its own, all gone with it. What differs is that its
 * rooms are started here and not by sharding, where they would be left over.
 */
final class PrivateNode implements AutoCloseable {
  static final String PATH = "/ws";

  private static final int KEY_BYTES = 32;
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);

  private static final int REMEMBERED_ROOMS = 1000;
  private static final long TAIL_BYTES = 4L << 20;

  private final Settings settings;
  private final Clock clock;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final WaysIn ways;
  private final CompletableFuture<ActorRef<ToNode>> node = new CompletableFuture<>();
  private final ActorRef<Done> actors;
  private final CompletionStage<BoundServer> server;
  private final String token;

  private PrivateNode(ActorSystem<?> system, String secret, Binder binder, Clock clock) {
    this.clock = clock;
    settings =
        SettingsLoader.parse(
            """
            heddle.websocket { host = "127.0.0.1", port = 0 }
            heddle.rate-limit.connection = off
            heddle.jwt.secret = %s
            """
                .formatted(secret));
    token = new TokenMint(secret, settings, clock).mint(TokenRequest.of("warm-up", TOKEN_LIFE));
    ways = WaysIn.open(settings, clock, registry, List.of(), List.of(), PrivateNode::noExtension);
    actors = system.systemActorOf(Behaviors.setup(this::actors), "warm-up", Props.empty());
    server = node.thenCompose(it -> binder.bind(settings.webSocket(), route(it), registry));
  }

  /** Starts one and does not wait for it. */
  static PrivateNode start(ActorSystem<?> system, Binder binder, Clock clock) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new PrivateNode(system, HexFormat.of().formatHex(key), binder, clock);
  }

  /** Parent of all actors, so that they end with it. */
  private Behavior<Done> actors(ActorContext<Done> context) {
    NodeDirectory directory = NodeDirectory.secluded();
    RoomEnvironment roomEnvironment =
        new RoomEnvironment(
            settings.rooms(),
            settings.namespaces(),
            settings.limits(),
            new MemoryRoomLog(
                LogRules.of(settings),
                new LogMetrics(registry),
                REMEMBERED_ROOMS,
                TAIL_BYTES,
                clock),
            directory,
            clock,
            new RoomMetrics(registry));
    ActorRef<PrivateRooms.Tell> rooms =
        context.spawn(PrivateRooms.create(roomEnvironment), "rooms");
    RoomRegion region = (room, message) -> rooms.tell(new PrivateRooms.Tell(room, message));
    ConnectionMetrics connections = new ConnectionMetrics(registry);
    ExtensionMetrics extensions = new ExtensionMetrics(registry);
    Listeners listeners = new Listeners(extensions);
    Fabric fabric =
        new ActorFabric(
            context.getSystem(),
            context.spawn(
                Publisher.create(region, settings.rooms(), connections, clock), "publisher"),
            directory,
            clock,
            settings.rooms().publishTimeout(),
            listeners);
    ConnectionEnvironment environment =
        new ConnectionEnvironment(
            settings,
            region,
            directory,
            ways.verifier(),
            ApplicationCode.NONE.start(settings.extensions(), extensions, listeners, fabric),
            connections,
            clock);
    node.complete(context.spawn(Node.create(environment, roomEnvironment), "node"));
    return Behaviors.receiveMessage(_ -> Behaviors.stopped());
  }

  /** Code of others has no part in a rehearsal. */
  private static <P, T> Optional<T> noExtension(P provider, Function<P, T> create) {
    return Optional.empty();
  }

  private Route route(ActorRef<ToNode> to) {
    Dialects dialects =
        new Dialects(
            List.of(
                Dialects.made(
                    new HeddleV1Provider(),
                    new DialectLimits(
                        settings.rooms().maxNameLength(),
                        settings.limits().maxRoomsPerConnection()),
                    clock,
                    registry)));
    return new ProblemSeal(registry)
        .seal(
            new WebSocketRoute(
                    new SocketEnvironment(settings.webSocket(), to, new SocketMetrics(registry)),
                    new Admission(new CredentialsReader(List.of()), ways.gate(), registry),
                    dialects,
                    () -> false,
                    registry)
                .route());
  }

  /**
   * Where it listens.
   *
   * @param wait longest wait in milliseconds
   */
  int port(long wait) throws ExecutionException, TimeoutException, InterruptedException {
    return server.toCompletableFuture().get(wait, TimeUnit.MILLISECONDS).address().getPort();
  }

  /** What its users come in with. */
  String token() {
    return token;
  }

  @Override
  public void close() {
    server.thenCompose(BoundServer::unbind).thenRun(() -> actors.tell(Done.getInstance()));
    ways.close();
  }
}
