package io.heddle.cluster.sharding;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.config.ClusterSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A cluster of one with rooms, left and ended by {@link #close}. */
final class OneNode implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final ClusterSettings SETTINGS = new ClusterSettings(20);

  final ActorSystem<Void> system;
  final ShardedRooms rooms;

  OneNode(RoomFactory factory) {
    this(factory, ConfigFactory.empty());
  }

  OneNode(RoomFactory factory, Config overrides) {
    system =
        ActorSystem.create(Behaviors.empty(), "heddle", LocalCluster.config(SETTINGS, overrides));
    LocalCluster.join(system);
    rooms = ShardedRooms.start(system, SETTINGS, factory);
  }

  OneNode awaitReady() {
    rooms.ready(PATIENCE).toCompletableFuture().join();
    return this;
  }

  @Override
  public void close() {
    CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.unknownReason())
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
