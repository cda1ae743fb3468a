package io.heddle.actors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.heddle.actors.connection.ConnectionEnvironment;
import io.heddle.actors.connection.Publisher;
import io.heddle.actors.extension.ApplicationCode;
import io.heddle.actors.extension.Listeners;
import io.heddle.actors.extension.RunningExtensions;
import io.heddle.actors.fabric.ActorFabric;
import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import io.heddle.actors.log.MemoryRoomLog;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.membership.GroupLookup;
import io.heddle.actors.membership.MembershipSource;
import io.heddle.actors.metrics.ConnectionMetrics;
import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.actors.metrics.RoomMetrics;
import io.heddle.actors.node.Node;
import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.protocol.TokenVerifier;
import io.heddle.actors.room.RoomEnvironment;
import io.heddle.config.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;

/**
 * One node with real rooms, and no network. All worlds share an actor system, one after the other,
 * since starting and ending one takes longer than most tests.
 */
public final class World implements AutoCloseable {
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko { daemonic = on, jvm-exit-on-fatal-error = off }")
              .withFallback(ConfigFactory.load()));
  private static final NodeDirectory DIRECTORY = NodeDirectory.follow(KIT.system());

  public final ActorTestKit kit = KIT;
  public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  public final Settings settings;
  public final SlowLog log;
  public final RoomEnvironment rooms;
  public final TestRegion region;
  public final ActorRef<ToNode> node;
  public final Fabric fabric;
  private final ActorRef<ToPublisher> publisher;
  private final RunningExtensions extensions;
  private final List<ActorRef<ToNode>> others = new ArrayList<>();
  private final Supplier<ActorRef<ToNode>> nodes;

  private World(
      Settings settings,
      TokenVerifier verifier,
      MembershipSource source,
      Clock clock,
      ApplicationCode found,
      UnaryOperator<RoomLog> over) {
    this.settings = settings;
    this.log =
        new SlowLog(
            over.apply(
                new MemoryRoomLog(
                    LogRules.of(settings), new LogMetrics(registry), 1000, 64 << 20, clock)));
    this.rooms =
        new RoomEnvironment(
            settings.rooms(),
            settings.namespaces(),
            settings.limits(),
            log,
            DIRECTORY,
            clock,
            new RoomMetrics(registry));
    this.region = new TestRegion(kit, rooms);
    ConnectionMetrics metrics = new ConnectionMetrics(registry);
    ExtensionMetrics extensionMetrics = new ExtensionMetrics(registry);
    Listeners listeners = new Listeners(extensionMetrics);
    this.publisher = kit.spawn(Publisher.create(region, settings.rooms(), metrics, clock));
    this.fabric =
        new ActorFabric(
            kit.system(),
            publisher,
            DIRECTORY,
            clock,
            settings.rooms().publishTimeout(),
            listeners);
    this.extensions = found.start(settings.extensions(), extensionMetrics, listeners, fabric);
    GroupLookup groups =
        new GroupLookup(
            source,
            settings.memberships().timeout(),
            settings.memberships().onFailure(),
            metrics.memberships());
    this.nodes =
        () ->
            kit.spawn(
                Node.create(
                    new ConnectionEnvironment(
                        settings, region, DIRECTORY, verifier, extensions, groups, metrics, clock),
                    rooms),
                "node-" + UUID.randomUUID());
    this.node = nodes.get();
    try {
      eventually(() -> assertThat(DIRECTORY.nodes()).containsExactly(node));
    } catch (ConditionTimeoutException e) {
      close();
      throw e;
    }
  }

  /** A node with real time; nobody's token is good. */
  public static World with(String... variables) {
    return with(ApplicationCode.NONE, variables);
  }

  /** The same with an application's code. */
  public static World with(ApplicationCode extensions, String... variables) {
    return new World(
        TestSettings.with(variables),
        _ -> refused(),
        MembershipSource.TOKEN,
        Clock.systemUTC(),
        extensions,
        log -> log);
  }

  /** The same over a log that stands before the one in memory. */
  public static World over(UnaryOperator<RoomLog> log, String... variables) {
    return new World(
        TestSettings.with(variables),
        _ -> refused(),
        MembershipSource.TOKEN,
        Clock.systemUTC(),
        ApplicationCode.NONE,
        log);
  }

  /** A node with a clock and a verifier of the test's own. */
  public static World with(Clock clock, TokenVerifier verifier, String... variables) {
    return with(clock, verifier, MembershipSource.TOKEN, variables);
  }

  /** The same where somebody else than the token knows users' groups. */
  public static World with(
      Clock clock, TokenVerifier verifier, MembershipSource source, String... variables) {
    return new World(
        TestSettings.with(variables), verifier, source, clock, ApplicationCode.NONE, log -> log);
  }

  /** One more node, with the same rooms. */
  public ActorRef<ToNode> addNode() {
    ActorRef<ToNode> other = nodes.get();
    others.add(other);
    eventually(() -> assertThat(DIRECTORY.nodes()).contains(node, other));
    return other;
  }

  private static CompletableFuture<TokenVerifier.Verdict> refused() {
    return CompletableFuture.completedFuture(new TokenVerifier.Refused("no tokens here", false));
  }

  public NodeDirectory directory() {
    return DIRECTORY;
  }

  /** Tells the node's keeper of rooms. */
  public void tell(ToLocalRooms message) {
    node.tell(new ToNode.ForRooms(message));
  }

  public void subscribe(RoomName room, FakeSocket socket) {
    subscribe(room, socket, StartFrom.NOW);
  }

  public void subscribe(RoomName room, FakeSocket socket, StartFrom from) {
    tell(new ToLocalRooms.Subscribe(room, socket, 1, from, Optional.empty(), Optional.empty()));
  }

  public void unsubscribe(RoomName room, FakeSocket socket) {
    tell(
        new ToLocalRooms.Leave(
            room, socket, new Event.Unsubscribed(room, Optional.empty(), Optional.empty())));
  }

  public void enter(RoomName room, FakeSocket socket) {
    tell(new ToLocalRooms.Enter(List.of(room), socket));
  }

  public void exit(RoomName room, FakeSocket socket) {
    tell(new ToLocalRooms.Exit(List.of(room), socket));
  }

  /** How many members a room has on the node, once all that was said before is done. */
  public int count(RoomName room) {
    TestProbe<Integer> probe = kit.createTestProbe();
    tell(new ToLocalRooms.Count(room, probe.getRef()));
    return probe.receiveMessage();
  }

  /** Publishes, without waiting. */
  public void publish(RoomName room, String data) {
    publish(room, draft(data), 1, false, kit.<PublishReply>createTestProbe().getRef());
  }

  public void publish(
      RoomName room, Draft draft, long batch, boolean counted, ActorRef<PublishReply> replyTo) {
    region.tell(room, new ToRoom.Publish(batch, List.of(draft), counted, replyTo));
  }

  /** Publishes as a publisher does, again and again until there is an answer. */
  public PublishReply.Receipt published(RoomName room, String data, boolean counted) {
    TestProbe<PublishReply> probe = kit.createTestProbe();
    Draft draft = draft(data);
    List<PublishReply> replies = new ArrayList<>(1);
    eventually(
        () -> {
          publish(room, draft, 1, counted, probe.getRef());
          replies.add(probe.receiveMessage(Duration.ofMillis(200)));
        });
    return receipt(replies.getFirst());
  }

  /** The only receipt of a reply. */
  public static PublishReply.Receipt receipt(PublishReply reply) {
    return ((PublishReply.Accepted) reply.outcome()).receipts().getFirst();
  }

  /** A draft of the server's. */
  public static Draft draft(String data) {
    return Draft.of("message", payload(data), UUID.randomUUID().toString(), Sender.SERVER);
  }

  /** A number or another JSON value. */
  public static Payload payload(String json) {
    try {
      return Payload.parse(json);
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** What a counter stands at. */
  public double counter(String name, String... tags) {
    return registry.counter(name, tags).count();
  }

  /** Waits until it holds. */
  public static void eventually(ThrowingRunnable assertion) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(assertion);
  }

  @Override
  public void close() {
    others.forEach(kit::stop);
    kit.stop(node);
    kit.stop(publisher);
    extensions.close();
    region.close();
  }
}
