package io.heddle.app;

import io.heddle.actors.protocol.ToNode;
import io.heddle.config.DrainSettings;
import io.heddle.http.server.BoundServer;
import io.heddle.http.status.Readiness;
import io.heddle.http.status.ReadinessState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** What a node does before it ends, phase by phase. */
final class Shutdown {
  private final ActorSystem<?> system;
  private final CoordinatedShutdown phases;
  private final DrainSettings settings;
  private final Readiness readiness;
  private final ActorRef<ToNode> node;

  Shutdown(
      ActorSystem<?> system, DrainSettings settings, Readiness readiness, ActorRef<ToNode> node) {
    this.system = system;
    this.phases = CoordinatedShutdown.get(system);
    this.settings = settings;
    this.readiness = readiness;
    this.node = node;
  }

  /**
   * First nobody is sent here any more, then nobody comes; then publishes in flight are answered
   * and everybody goes; the rooms are handed over and the cluster is left; the log is last.
   */
  void inOrder(BoundServer server, Optional<Ingress> ingress, Logs logs) {
    phases.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(), "heddle-not-ready", this::notReady);
    phases.addTask(CoordinatedShutdown.PhaseServiceUnbind(), "heddle-unbind", server::unbind);
    ingress.ifPresent(
        redis ->
            phases.addTask(
                CoordinatedShutdown.PhaseServiceUnbind(), "heddle-ingress", redis::stop));
    phases.addTask(
        CoordinatedShutdown.PhaseServiceRequestsDone(),
        "heddle-drain",
        () -> drain().thenCompose(_ -> server.end(settings.inFlight())));
    phases.addTask(
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
        "heddle-log",
        () ->
            CompletableFuture.supplyAsync(
                () -> {
                  logs.close();
                  return Done.getInstance();
                }));
  }

  private CompletionStage<Done> notReady() {
    readiness.register("shutdown", () -> new ReadinessState.Down("shutting down"));
    node.tell(new ToNode.Leaving());
    return CompletableFuture.supplyAsync(
        Done::getInstance,
        CompletableFuture.delayedExecutor(
            settings.loadBalancer().toMillis(), TimeUnit.MILLISECONDS));
  }

  private CompletionStage<Done> drain() {
    Duration time = settings.connections();
    return AskPattern.<ToNode, Done>ask(
            node, replyTo -> new ToNode.Drain(time, replyTo), time, system.scheduler())
        .exceptionally(_ -> Done.getInstance());
  }
}
