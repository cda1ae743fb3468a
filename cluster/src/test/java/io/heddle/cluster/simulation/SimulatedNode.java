package io.heddle.cluster.simulation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.actors.connection.ConnectionEnvironment;
import io.heddle.actors.connection.Publisher;
import io.heddle.actors.extension.ApplicationCode;
import io.heddle.actors.extension.Listeners;
import io.heddle.actors.fabric.ActorFabric;
import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.metrics.ConnectionMetrics;
import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.actors.metrics.RoomMetrics;
import io.heddle.actors.node.Node;
import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.protocol.TokenVerifier;
import io.heddle.actors.room.RoomEnvironment;
import io.heddle.actors.room.RoomRegion;
import io.heddle.cluster.codec.FabricSerializer;
import io.heddle.config.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.ActorPath$;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorRefResolverSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import scala.concurrent.ExecutionContext;

/** A node with an actor system of its own, whose network, shards and time are simulated. */
final class SimulatedNode implements RoomRegion {
  private static final String SYSTEM = "heddle";
  private static final String HOST = "node-";

  private static final Config PEKKO =
      ConfigFactory.parseString(
          """
          pekko {
            daemonic = on
            loglevel = OFF
            stdout-loglevel = OFF
            jvm-shutdown-hooks = off
            jvm-exit-on-fatal-error = off
            coordinated-shutdown.run-by-jvm-shutdown-hook = off
            coordinated-shutdown.run-by-actor-system-terminate = off
            scheduler.implementation = io.heddle.cluster.simulation.VirtualScheduler
            actor.internal-dispatcher.executor = default-executor
          }
          """);

  private final int index;
  private final Shards shards;
  private final Network.Link link;
  private final ExtendedActorSystem classic;
  private final ActorSystem<Void> system;
  private final FabricSerializer serializer;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final NodeDirectory directory;
  private final ActorRef<RoomHost.Message> host;
  private final ActorRef<ToNode> node;
  private final Fabric fabric;
  private final Map<Integer, ActorRef<ToNode>> others = new HashMap<>();
  private final List<Held> held = new ArrayList<>();
  private volatile boolean alive = true;

  /** A message in the form in which it crosses the network. */
  record Written(String manifest, ByteBuffer bytes) {}

  private record Held(RoomName room, ToRoom message) {}

  SimulatedNode(
      int index,
      Settings settings,
      RoomLog log,
      VirtualTime time,
      Shards shards,
      Network.Link link) {
    this.index = index;
    this.shards = shards;
    this.link = link;
    Executor executor = work -> time.run(() -> ifAlive(work));
    VirtualScheduler.STARTING.set(Optional.of(time));
    system =
        ActorSystem.create(
            Behaviors.empty(),
            SYSTEM,
            ActorSystemSetup.create(
                BootstrapSetup.create(
                        PEKKO.withFallback(ConfigFactory.defaultReferenceUnresolved()).resolve())
                    .withDefaultExecutionContext(ExecutionContext.fromExecutor(executor)),
                new ActorRefResolverSetup(this::refs)));
    VirtualScheduler.STARTING.remove();
    classic = (ExtendedActorSystem) Adapter.toClassic(system);
    serializer = new FabricSerializer(classic);
    directory = NodeDirectory.follow(system);
    RoomEnvironment rooms =
        new RoomEnvironment(
            settings.rooms(),
            settings.namespaces(),
            settings.limits(),
            log,
            directory,
            time,
            new RoomMetrics(registry));
    host = system.systemActorOf(RoomHost.create(rooms), "room-host", Props.empty());
    ConnectionMetrics metrics = new ConnectionMetrics(registry);
    ExtensionMetrics extensionMetrics = new ExtensionMetrics(registry);
    Listeners listeners = new Listeners(extensionMetrics);
    fabric =
        new ActorFabric(
            system,
            system.systemActorOf(
                Publisher.create(this, settings.rooms(), metrics, time),
                "publisher",
                Props.empty()),
            directory,
            time,
            settings.rooms().publishTimeout(),
            listeners);
    node =
        system.systemActorOf(
            Node.create(
                new ConnectionEnvironment(
                    settings,
                    this,
                    directory,
                    _ -> CompletableFuture.completedFuture(new TokenVerifier.Refused("no", false)),
                    ApplicationCode.NONE.start(
                        settings.extensions(), extensionMetrics, listeners, fabric),
                    metrics,
                    time),
                rooms),
            HOST + index,
            Props.empty());
  }

  private ActorRefResolver refs(ActorSystem<?> itself) {
    return new NodeRefs((ExtendedActorSystem) Adapter.toClassic(itself), address(index), link);
  }

  private static Address address(int index) {
    return new Address("pekko", SYSTEM, HOST + index, 1);
  }

  /** Which node an address is of. */
  static int index(Address address) {
    return Integer.parseInt(address.host().get().substring(HOST.length()));
  }

  private void ifAlive(Runnable work) {
    if (alive) {
      work.run();
    }
  }

  // What it knows of the others

  /** Learns that another node is there. */
  void meet(SimulatedNode other) {
    ActorPath path =
        ActorPath$.MODULE$.fromString(
            other.node.path().toSerializationFormatWithAddress(address(other.index)));
    Behavior<ToNode> proxy =
        Behaviors.receiveMessage(
            message -> {
              link.toActor(path, message);
              return Behaviors.same();
            });
    ActorRef<ToNode> ref = system.systemActorOf(proxy, HOST + other.index, Props.empty());
    others.put(other.index, ref);
    system.receptionist().tell(Receptionist.register(NodeDirectory.KEY, ref));
  }

  /** Learns that another node has been given up. */
  void giveUp(int other) {
    classic.stop(Adapter.toClassic(others.remove(other)));
  }

  /** How many nodes it knows, itself among them. */
  int known() {
    return directory.nodes().size();
  }

  // The way to rooms

  @Override
  public void tell(RoomName room, ToRoom message) {
    if (!shards.isPlaced(room)) {
      held.add(new Held(room, message));
    } else if (shards.home(room) == index) {
      receive(room, message);
    } else {
      link.toRoom(shards.home(room), room, message);
    }
  }

  /** Shards have been placed: what waited for them goes on its way. */
  void placed() {
    List<Held> waited = List.copyOf(held);
    held.clear();
    waited.forEach(it -> tell(it.room, it.message));
  }

  // The network

  Written write(Object message) {
    return new Written(serializer.manifest(message), ByteBuffer.wrap(serializer.toBinary(message)));
  }

  Object read(Written written) {
    try {
      return serializer.fromBinary(written.bytes().duplicate(), written.manifest());
    } catch (NotSerializableException fault) {
      throw new IllegalStateException(fault);
    }
  }

  void receive(ActorPath path, Object message) {
    Adapter.toClassic(ActorRefResolver.get(system).resolveActorRef(path.toSerializationFormat()))
        .tell(message, org.apache.pekko.actor.ActorRef.noSender());
  }

  void receive(RoomName room, ToRoom message) {
    host.tell(new RoomHost.Tell(room, message));
  }

  // What happens to it

  /** Ends without a word to anybody. */
  void kill() {
    alive = false;
  }

  boolean isAlive() {
    return alive;
  }

  ActorRef<ToNode> ref() {
    return node;
  }

  Fabric fabric() {
    return fabric;
  }

  /** How many of its rooms have heard that a node is gone. */
  double told() {
    return registry.counter("heddle.room.nodes.gone").count();
  }
}
