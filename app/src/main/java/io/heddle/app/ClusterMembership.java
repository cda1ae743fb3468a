package io.heddle.app;

import com.typesafe.config.Config;
import io.heddle.actors.node.NodeDirectory;
import io.heddle.cluster.formation.ClusterView;
import io.heddle.cluster.formation.Formation;
import io.heddle.cluster.sharding.LocalCluster;
import io.heddle.cluster.sharding.ShardedRooms;
import io.heddle.config.ClusterSettings;
import io.heddle.config.Settings;
import io.heddle.http.status.Readiness;
import io.heddle.http.status.ReadinessState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.remote.RemoteTransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's place among the others, or by itself, as its start, its readiness and its end see it.
 */
final class ClusterMembership {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterMembership.class);
  private static final Duration FIRST_ROOM = Duration.ofSeconds(20);

  private final ShardedRooms region;
  private final Optional<ClusterView> view;
  private final CompletableFuture<Done> ready;

  private ClusterMembership(
      ShardedRooms region, Optional<ClusterView> view, CompletableFuture<Done> ready) {
    this.region = region;
    this.view = view;
    this.ready = ready;
  }

  /**
   * The actor system of a node; listens for other nodes, on a port of this machine alone where
   * there are none.
   *
   * @throws StartFailedException where it cannot, naming the keys
   */
  static ActorSystem<Void> listen(ClusterSettings settings, Config pekko) {
    try {
      return ActorSystem.create(Behaviors.empty(), "heddle", pekko);
    } catch (RemoteTransportException fault) {
      throw new StartFailedException(
          "cannot listen for other nodes on %s:%d (heddle.cluster.host, heddle.cluster.port): %s"
              .formatted(
                  pekko.getString("pekko.remote.artery.canonical.hostname"),
                  settings.port(),
                  fault.getMessage()),
          fault);
    }
  }

  /** Joins the others, or makes this node a cluster of its own; returns at once. */
  static ClusterMembership join(
      ActorSystem<?> system, Settings settings, ShardedRooms region, NodeDirectory directory) {
    if (!settings.cluster().isShared()) {
      LocalCluster.join(system);
      var alone = region.ready(FIRST_ROOM).thenCombine(directory.populated(), (done, _) -> done);
      return new ClusterMembership(region, Optional.empty(), alone.toCompletableFuture());
    }
    system.getWhenTerminated().thenRun(() -> whyEnded(system).ifPresent(LOG::error));
    ClusterView view = ClusterView.follow(system, settings.cluster());
    Formation.start(system, settings);
    CompletableFuture<Done> ready = new CompletableFuture<>();
    var membership = new ClusterMembership(region, Optional.of(view), ready);
    view.complete()
        .thenCombine(directory.populated(), (done, _) -> done)
        .thenRun(() -> membership.awaitRooms(system));
    return membership;
  }

  /** The coordinator may be moving, or its node may be gone without the others knowing yet. */
  private void awaitRooms(ActorSystem<?> system) {
    region
        .ready(FIRST_ROOM)
        .whenComplete(
            (done, fault) -> {
              if (fault == null) {
                ready.complete(done);
              } else if (!system.getWhenTerminated().toCompletableFuture().isDone()) {
                LOG.warn("no room could be started in {}; trying again", FIRST_ROOM);
                awaitRooms(system);
              }
            });
  }

  /**
   * Completes the first time that this node has all that it needs: it sees enough of the others,
   * and rooms can be started. Fails where it is alone and that takes longer than it should.
   */
  CompletionStage<Done> ready() {
    return ready.minimalCompletionStage();
  }

  /** Whether it has been ready; later troubles of others change nothing. */
  boolean wasReady() {
    return ready.isDone();
  }

  /** Whether its start must wait until it is ready: there is nobody else to wait for. */
  boolean isAlone() {
    return view.isEmpty();
  }

  /** Says in the health routes how far it is. */
  void tell(Readiness readiness) {
    view.ifPresent(
        its -> {
          readiness.register("cluster", () -> state(its));
          its.joined().thenRun(readiness::started);
        });
    if (isAlone()) {
      readiness.started();
    }
  }

  private ReadinessState state(ClusterView its) {
    Optional<String> missing = its.missing();
    if (missing.isPresent()) {
      return new ReadinessState.Down(missing.get());
    }
    return wasReady() ? ReadinessState.UP : new ReadinessState.Down("no room can be started yet");
  }

  private static Optional<String> whyEnded(ActorSystem<?> system) {
    var reason = CoordinatedShutdown.get(system).getShutdownReason();
    if (reason.equals(Optional.of(CoordinatedShutdown.clusterDowningReason()))) {
      return Optional.of(
          "ended, since the other nodes could not be reached and went on without this one, or were"
              + " the fewer");
    }
    if (reason.equals(Optional.of(CoordinatedShutdown.incompatibleConfigurationDetectedReason()))) {
      return Optional.of(
          "ended, since its settings are not those of the cluster (heddle.cluster.shards,"
              + " heddle.log; see above)");
    }
    return Optional.empty();
  }
}
