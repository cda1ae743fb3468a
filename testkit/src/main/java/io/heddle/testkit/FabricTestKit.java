package io.heddle.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.actors.connection.ConnectionEnvironment;
import io.heddle.actors.connection.Publisher;
import io.heddle.actors.extension.ApplicationCode;
import io.heddle.actors.extension.Listeners;
import io.heddle.actors.extension.RunningExtensions;
import io.heddle.actors.extension.TimeLimit;
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
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.room.RoomEnvironment;
import io.heddle.config.Settings;
import io.heddle.config.load.SettingsLoader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import scala.concurrent.ExecutionContext;

/**
 * A node without sockets for tests: real rooms, policies, connections and handlers, with clients
 * that are objects and time that passes when a test says so.
 *
 * <p>All actors run on one thread, and every method waits until they have nothing left to do, so a
 * test needs neither to sleep nor to poll. Code of an application runs on threads of its own, as in
 * a server; {@link TestClient#receive} waits for what it answers. What belongs to sockets is not
 * there: origins, pings, slow consumers, limits of bytes and frames.
 */
public final class FabricTestKit implements AutoCloseable {
  /** Rooms whose memory is kept after they went to rest; no test has more. */
  private static final int REMEMBERED_ROOMS = 10_000;

  private static final long TAIL_BYTES = 64L << 20;

  private static final Config PEKKO =
      ConfigFactory.parseString(
          """
          pekko {
            daemonic = on
            jvm-shutdown-hooks = off
            jvm-exit-on-fatal-error = off
            coordinated-shutdown.run-by-jvm-shutdown-hook = off
            coordinated-shutdown.run-by-actor-system-terminate = off
            coordinated-shutdown.terminate-actor-system = off
            scheduler.implementation = io.heddle.testkit.ManualScheduler
            actor.internal-dispatcher.executor = default-executor
          }
          """);

  private final ActorThread thread = new ActorThread();
  private final EventLog dialect = new EventLog();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final ActorSystem<Void> system;
  private final ManualTime time;
  private final Tokens tokens;
  private final Fabric fabric;
  private final RunningExtensions running;
  private final ActorRef<ToNode> node;

  private FabricTestKit(Settings settings, ApplicationCode code) {
    system =
        ActorSystem.create(
            Behaviors.empty(),
            "heddle-testkit",
            BootstrapSetup.create(
                    PEKKO
                        .withFallback(settings.overrides())
                        .withFallback(ConfigFactory.defaultReferenceUnresolved())
                        .resolve())
                .withDefaultExecutionContext(ExecutionContext.fromExecutor(thread)));
    ManualScheduler scheduler = (ManualScheduler) system.classicSystem().scheduler();
    time = new ManualTime(scheduler, thread);
    tokens = new Tokens(time);
    NodeDirectory directory = NodeDirectory.follow(system);
    ConnectionMetrics connections = new ConnectionMetrics(meters);
    ExtensionMetrics extensions = new ExtensionMetrics(meters);
    RoomEnvironment rooms =
        new RoomEnvironment(
            settings.rooms(),
            settings.namespaces(),
            settings.limits(),
            new MemoryRoomLog(
                LogRules.of(settings), new LogMetrics(meters), REMEMBERED_ROOMS, TAIL_BYTES, time),
            directory,
            time,
            new RoomMetrics(meters));
    LocalRegion region = new LocalRegion(system, rooms);
    Listeners listeners = new Listeners(extensions);
    fabric =
        new ActorFabric(
            system,
            system.systemActorOf(
                Publisher.create(region, settings.rooms(), connections, time),
                "publisher",
                Props.empty()),
            directory,
            time,
            settings.rooms().publishTimeout(),
            listeners);
    running = code.start(settings.extensions(), limit(), extensions, listeners, fabric);
    node =
        system.systemActorOf(
            Node.create(
                new ConnectionEnvironment(
                    settings, region, directory, tokens, running, connections, time),
                rooms),
            "node",
            Props.empty());
    thread.awaitRest();
  }

  /** A node with the defaults and no code of an application. */
  public static FabricTestKit start() {
    return start("");
  }

  /**
   * A node with settings over the defaults; variables of the process do not count.
   *
   * @param hocon such as {@code heddle.namespaces.orders.publish = nobody}
   * @throws io.heddle.config.load.FaultySettingsException naming all faults of the settings
   */
  public static FabricTestKit start(String hocon) {
    return start(hocon, ApplicationCode.NONE);
  }

  /** The same with handlers and authorisers. */
  public static FabricTestKit start(String hocon, ApplicationCode code) {
    return start(SettingsLoader.parse(hocon), code);
  }

  /** A node with these settings. */
  public static FabricTestKit start(Settings settings, ApplicationCode code) {
    return new FabricTestKit(settings, code);
  }

  /** Calls of application code end by the time of the test. */
  private TimeLimit limit() {
    return (call, limit) -> {
      Cancellable end =
          system
              .scheduler()
              .scheduleOnce(
                  limit,
                  () -> call.completeExceptionally(new TimeoutException()),
                  system.executionContext());
      CompletionStage<?> ended = call;
      ended.whenComplete((_, _) -> end.cancel());
    };
  }

  /** The fabric, as business code uses it. */
  public Fabric fabric() {
    return fabric;
  }

  /** A connection of a user, who has read {@code connected}. */
  public TestClient connect(String userId) {
    return connect(Identity.user(userId));
  }

  /**
   * A connection of somebody, who has read {@code connected}. Where the node refuses it, {@link
   * TestClient#closed} tells.
   */
  public TestClient connect(Identity identity) {
    TestClient client = open(Optional.of(identity));
    if (client.isOpen()) {
      client.receive("connected");
    }
    return client;
  }

  /** A connection of somebody who has yet to present a token, and has read nothing. */
  public TestClient open() {
    return open(Optional.empty());
  }

  private TestClient open(Optional<Identity> identity) {
    TestSocket socket = new TestSocket(dialect);
    node.tell(new ToNode.Open(socket, identity, false));
    thread.awaitRest();
    return new TestClient(socket, thread);
  }

  /** A token that this node knows; it is good until the identity expires. */
  public String issueToken(Identity identity) {
    return tokens.issue(identity);
  }

  /**
   * Lets time pass: clock and timers move together, and everything happens at its time, before this
   * returns.
   */
  public void passTime(Duration duration) {
    time.pass(duration);
  }

  /** The time that {@link #passTime} moves; it begins at the same moment in each kit. */
  public Clock clock() {
    return time;
  }

  /** The meters of docs/metrics.md, but for those of sockets. */
  public MeterRegistry meters() {
    return meters;
  }

  /** Ends the node and its threads. */
  @Override
  public void close() {
    running.close();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
    thread.close();
    meters.close();
  }
}
