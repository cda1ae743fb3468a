package io.heddle.app;

import com.typesafe.config.Config;
import io.heddle.actors.connection.ConnectionEnvironment;
import io.heddle.actors.connection.Publisher;
import io.heddle.actors.extension.ApplicationCode;
import io.heddle.actors.extension.Listeners;
import io.heddle.actors.extension.MessageHandler;
import io.heddle.actors.extension.RoomAuthorizer;
import io.heddle.actors.extension.RunningExtensions;
import io.heddle.actors.fabric.ActorFabric;
import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.metrics.ConnectionMetrics;
import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.actors.metrics.RoomMetrics;
import io.heddle.actors.node.DrainAsked;
import io.heddle.actors.node.Node;
import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.node.Nodes;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.room.PublicationObserver;
import io.heddle.actors.room.Room;
import io.heddle.actors.room.RoomEnvironment;
import io.heddle.app.extension.Extensions;
import io.heddle.app.warmup.Binder;
import io.heddle.app.warmup.WarmUp;
import io.heddle.cluster.codec.WireFaults;
import io.heddle.cluster.sharding.ShardedRooms;
import io.heddle.config.RoomSettings;
import io.heddle.config.ServerKind;
import io.heddle.config.Settings;
import io.heddle.http.auth.WaysIn;
import io.heddle.http.loop.EventLoops;
import io.heddle.http.server.BoundServer;
import io.heddle.http.server.ConnectionServer;
import io.heddle.http.status.JvmMeters;
import io.heddle.http.status.LocalNumbers;
import io.heddle.http.status.MeterTotals;
import io.heddle.http.status.NodeInfo;
import io.heddle.http.status.Readiness;
import io.heddle.http.status.ReadinessState;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * A node that runs: listens for connections and is part of its cluster. For embedding in somebody
 * else's program as well as for the commands. Safe to use from any thread.
 */
public final class Heddle implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  private final ActorSystem<Void> system;
  private final Settings settings;
  private final Fabric fabric;
  private final CompletionStage<Done> ready;
  private final BoundServer server;
  private final JvmMeters jvmMeters;

  private Heddle(
      ActorSystem<Void> system,
      Settings settings,
      Fabric fabric,
      CompletionStage<Done> ready,
      BoundServer server,
      JvmMeters jvmMeters) {
    this.system = system;
    this.settings = settings;
    this.fabric = fabric;
    this.ready = ready;
    this.server = server;
    this.jvmMeters = jvmMeters;
  }

  /**
   * Starts a node in somebody else's process and returns when it is ready for connections; one of
   * several, when it listens for them, and {@link #whenReady} tells the rest. It ends with {@link
   * #close} or with the process, and never ends the process.
   *
   * @throws StartFailedException where it cannot, such as when its port is taken
   */
  public static Heddle start(Settings settings) {
    return start(settings, ApplicationCode.NONE);
  }

  /**
   * The same with code of the process's own beside what is found on the class path and in the
   * folder of extensions.
   *
   * @param code a provider of one of its classes that is found as well is left out
   * @throws StartFailedException where it cannot, such as when its port is taken
   */
  public static Heddle start(Settings settings, ApplicationCode code) {
    return start(settings, code, Optional.empty(), PekkoConfig.embedded(settings), false);
  }

  /**
   * Starts a node that is all that its process is for, so a broken heap ends the process. Serves a
   * page of the caller's beside its own routes.
   *
   * @throws StartFailedException where it cannot, such as when its port is taken
   */
  public static Heddle start(Settings settings, Optional<Route> page) {
    return start(settings, ApplicationCode.NONE, page, PekkoConfig.of(settings), true);
  }

  private static Heddle start(
      Settings settings,
      ApplicationCode code,
      Optional<Route> page,
      Config pekko,
      boolean demandKey) {
    Clock clock = Clock.systemUTC();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Extensions extensions = Extensions.open(settings.extensions(), settings.dataDir());
    WaysIn ways = Entrance.open(settings, extensions, clock, registry, demandKey);
    Logs logs;
    try {
      logs = Logs.open(settings, registry, clock);
    } catch (Throwable fault) {
      ways.close();
      throw fault;
    }
    Optional<EventLoops> loops =
        settings.server() == ServerKind.DIRECT
            ? Optional.of(new EventLoops(Runtime.getRuntime().availableProcessors()))
            : Optional.empty();
    ActorSystem<Void> system;
    try {
      system = ClusterMembership.listen(settings.cluster(), pekko);
    } catch (Throwable fault) {
      ways.close();
      logs.close();
      loops.ifPresent(EventLoops::stop);
      throw fault;
    }
    loops.ifPresent(its -> system.getWhenTerminated().whenComplete((_, _) -> its.stop()));
    system.getWhenTerminated().thenRun(ways::close);
    try {
      return start(system, settings, extensions, code, loops, ways, logs, registry, page, clock);
    } catch (Throwable fault) {
      system.terminate();
      logs.close();
      throw fault instanceof StartFailedException told
          ? told
          : new StartFailedException(String.valueOf(fault.getMessage()), fault);
    }
  }

  private static Heddle start(
      ActorSystem<Void> system,
      Settings settings,
      Extensions extensions,
      ApplicationCode code,
      Optional<EventLoops> loops,
      WaysIn ways,
      Logs logs,
      PrometheusMeterRegistry registry,
      Optional<Route> page,
      Clock clock) {
    ConnectionMetrics connections = new ConnectionMetrics(registry);
    RoomMetrics rooms = new RoomMetrics(registry);
    WireFaults.of(system).bind(registry);
    NodeDirectory directory = NodeDirectory.follow(system);
    Optional<Mirror> mirror =
        settings.redis().mirror()
            ? Optional.of(Mirror.start(system, settings.redis(), registry))
            : Optional.empty();
    RoomEnvironment roomEnvironment =
        new RoomEnvironment(
            settings.rooms(),
            settings.namespaces(),
            settings.limits(),
            logs.opened(),
            directory,
            clock,
            rooms,
            mirror.map(Mirror::observer).orElse(PublicationObserver.NONE));
    ShardedRooms region =
        ShardedRooms.start(
            system,
            settings.cluster(),
            (room, passivation) -> Room.create(room, roomEnvironment, passivation));
    ClusterMembership membership = ClusterMembership.join(system, settings, region, directory);
    Binder binder = binder(system, loops);
    CompletionStage<Done> warm = WarmUp.start(system, settings.warmUp(), binder, clock);
    String nodeId = "node-" + UUID.randomUUID();
    ExtensionMetrics extensionMetrics = new ExtensionMetrics(registry);
    Listeners listeners = new Listeners(extensionMetrics);
    BiFunction<String, RoomSettings, Fabric> publishing =
        (name, how) ->
            new ActorFabric(
                system,
                system.systemActorOf(
                    Publisher.create(region, how, connections, clock), name, Props.empty()),
                directory,
                clock,
                how.publishTimeout(),
                listeners);
    Fabric fabric = publishing.apply("publisher", settings.rooms());
    RunningExtensions running =
        code.and(
                new ApplicationCode(
                    extensions.all(MessageHandler.class), extensions.all(RoomAuthorizer.class)))
            .start(
                settings.extensions(),
                handler -> extensions.made(handler, MessageHandler::type),
                extensionMetrics,
                listeners,
                fabric);
    system.getWhenTerminated().whenComplete((_, _) -> running.close());
    Groups groups = Groups.open(settings, extensions, connections.memberships(), extensionMetrics);
    system.getWhenTerminated().whenComplete((_, _) -> groups.close());
    ActorRef<ToNode> node =
        system.systemActorOf(
            Node.create(
                new ConnectionEnvironment(
                    settings,
                    region,
                    directory,
                    ways.verifier(),
                    running,
                    groups.lookup(),
                    connections,
                    clock),
                roomEnvironment),
            nodeId,
            Props.empty());
    Readiness readiness = new Readiness();
    readiness.register("keys", () -> keys(ways.troubles()));
    readiness.register("log", logs::state);
    membership.tell(readiness);
    Optional<Ingress> ingress =
        settings
            .redis()
            .url()
            .map(
                _ ->
                    Ingress.start(
                        system,
                        settings,
                        nodeId,
                        publishing.apply("relay", Ingress.relaying(settings)),
                        fabric,
                        registry,
                        clock));
    ingress.ifPresent(redis -> readiness.register("redis", redis::state));
    MeterTotals totals = new MeterTotals(registry);
    Route routes =
        Routes.of(
            settings,
            extensions,
            fabric,
            new Nodes(system, directory),
            node,
            ways,
            connections,
            () -> !membership.wasReady(),
            readiness,
            new NodeInfo(version(), nodeId, clock.instant()),
            () ->
                new LocalNumbers(
                    connections.open(),
                    rooms.rooms(),
                    totals.total("heddle.socket.messages.in"),
                    totals.total("heddle.room.deliveries")),
            registry,
            clock,
            page);
    extensions.check();
    if (membership.isAlone()) {
      await(membership.ready(), "the cluster of one did not form");
    }
    ingress.ifPresent(Ingress::awaitFirst);
    mirror.ifPresent(Mirror::awaitFirst);
    warm.toCompletableFuture().join();
    BoundServer server =
        await(
            binder.bind(settings.webSocket(), routes, registry),
            "cannot listen on %s:%d (heddle.websocket.host, heddle.websocket.port)"
                .formatted(settings.webSocket().host(), settings.webSocket().port()));
    new Shutdown(system, settings.drain(), readiness, node).inOrder(server, ingress, logs);
    mirror.ifPresent(
        it ->
            CoordinatedShutdown.get(system)
                .addTask(
                    CoordinatedShutdown.PhaseBeforeClusterShutdown(), "heddle-mirror", it::stop));
    return new Heddle(
        system, settings, fabric, membership.ready(), server, JvmMeters.bind(registry));
  }

  private static ReadinessState keys(List<String> troubles) {
    return troubles.isEmpty()
        ? ReadinessState.UP
        : new ReadinessState.Degraded(String.join("; ", troubles));
  }

  private static Binder binder(ActorSystem<?> system, Optional<EventLoops> loops) {
    return (webSocket, routes, registry) ->
        loops
            .map(its -> ConnectionServer.bind(system, its, webSocket, routes, registry))
            .orElseGet(
                () ->
                    Http.get(system)
                        .newServerAt(webSocket.host(), webSocket.port())
                        .bind(routes)
                        .thenApply(BoundServer.OfPekko::new));
  }

  private static <T> T await(CompletionStage<T> stage, String failure) {
    try {
      return stage.toCompletableFuture().get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | CompletionException fault) {
      Throwable cause = fault.getCause() == null ? fault : fault.getCause();
      throw new StartFailedException(failure + ": " + cause.getMessage(), cause);
    } catch (TimeoutException fault) {
      throw new StartFailedException(failure + " in " + START_TIMEOUT, fault);
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new StartFailedException("interrupted while starting", fault);
    }
  }

  /** The version of this build, {@code development} where it runs from class folders. */
  public static String version() {
    return Optional.ofNullable(Heddle.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** Where the node listens; tells the port where any free one was asked for. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** The way in for code of the same program. */
  public Fabric fabric() {
    return fabric;
  }

  /** The settings that it was started with. */
  public Settings settings() {
    return settings;
  }

  /**
   * Takes no more connections, answers what is in flight, closes every connection with 1012 and
   * ends the actor system; within {@code heddle.drain.timeout}, whatever a client does. Calling it
   * again changes nothing.
   */
  public CompletionStage<Done> stop() {
    jvmMeters.close();
    return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.actorSystemTerminateReason());
  }

  /**
   * Completes when the node is ready for connections: at once where it is alone, and else when it
   * has joined {@code heddle.cluster.min-nodes} others that can all be reached, for the first time.
   */
  public CompletionStage<Done> whenReady() {
    return ready;
  }

  /** Completes when the node has ended, for whatever reason. */
  public CompletionStage<Done> whenTerminated() {
    return system.getWhenTerminated();
  }

  /** Whether an operator has asked it to drain and end, by the admin API. */
  public boolean wasAskedToDrain() {
    return CoordinatedShutdown.get(system)
        .getShutdownReason()
        .filter(DrainAsked.class::isInstance)
        .isPresent();
  }

  /** Stops, and waits until it has. */
  @Override
  public void close() {
    stop().toCompletableFuture().join();
  }
}
