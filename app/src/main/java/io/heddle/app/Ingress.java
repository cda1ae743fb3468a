package io.heddle.app;

import io.heddle.actors.fabric.Fabric;
import io.heddle.cluster.redis.RedisIngress;
import io.heddle.cluster.redis.RedisLink;
import io.heddle.config.Settings;
import io.heddle.http.status.ReadinessState;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The way in from Redis, as the node's start, readiness and end see it. */
final class Ingress {
  /** A Redis that is there answers in far less, and one that is not must not hold up the start. */
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);

  private static final Duration STOP_WAIT = Duration.ofSeconds(4);

  private final ActorSystem<?> system;
  private final ActorRef<RedisIngress.Command> actor;
  private final RedisLink link;
  private final boolean required;

  private Ingress(
      ActorSystem<?> system,
      ActorRef<RedisIngress.Command> actor,
      RedisLink link,
      boolean required) {
    this.system = system;
    this.actor = actor;
    this.link = link;
    this.required = required;
  }

  static Ingress start(
      ActorSystem<?> system,
      Settings settings,
      Fabric fabric,
      MeterRegistry registry,
      Clock clock) {
    RedisLink link = new RedisLink(clock.instant());
    ActorRef<RedisIngress.Command> actor =
        system.systemActorOf(
            RedisIngress.create(
                settings.redis(), settings.rooms().maxNameLength(), fabric, link, registry, clock),
            "redis-ingress",
            Props.empty());
    return new Ingress(system, actor, link, settings.redis().required());
  }

  /** Waits for the first subscription, so that a node that says it is ready hears Redis. */
  void awaitFirst() {
    try {
      link.firstSubscription()
          .toCompletableFuture()
          .get(FIRST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException _) {
      system.log().warn("Redis cannot be reached yet; going on without, and trying again");
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new StartFailedException("interrupted while starting", fault);
    }
  }

  ReadinessState state() {
    if (link.status().up()) {
      return ReadinessState.UP;
    }
    String detail = "no subscription since " + link.status().since();
    return required ? new ReadinessState.Down(detail) : new ReadinessState.Degraded(detail);
  }

  CompletionStage<Done> stop() {
    return AskPattern.ask(actor, RedisIngress.Stop::new, STOP_WAIT, system.scheduler());
  }
}
