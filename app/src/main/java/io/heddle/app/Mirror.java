package io.heddle.app;

import io.heddle.actors.room.PublicationObserver;
import io.heddle.cluster.redis.MirrorOutlet;
import io.heddle.cluster.redis.RedisMirror;
import io.heddle.config.RedisSettings;
import io.micrometer.core.instrument.MeterRegistry;
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

/** The way out to an older gateway's Redis, as the node's start and end see it. */
final class Mirror {
  /** A Redis that is there answers in far less, and one that is not must not hold up the start. */
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  /** Shorter than a phase of the shutdown, which is 5 s. */
  private static final Duration STOP_WAIT = Duration.ofSeconds(4);

  private final ActorSystem<?> system;
  private final ActorRef<RedisMirror.Command> actor;
  private final MirrorOutlet outlet;

  private Mirror(ActorSystem<?> system, ActorRef<RedisMirror.Command> actor, MirrorOutlet outlet) {
    this.system = system;
    this.actor = actor;
    this.outlet = outlet;
  }

  static Mirror start(ActorSystem<?> system, RedisSettings settings, MeterRegistry registry) {
    MirrorOutlet outlet = new MirrorOutlet(settings, registry);
    ActorRef<RedisMirror.Command> actor =
        system.systemActorOf(RedisMirror.create(settings, outlet), "redis-mirror", Props.empty());
    return new Mirror(system, actor, outlet);
  }

  /** What rooms are to tell of their publications. */
  PublicationObserver observer() {
    return outlet;
  }

  /** Waits for the first connection, so that a node that says it is ready mirrors. */
  void awaitFirst() {
    try {
      outlet
          .firstConnection()
          .toCompletableFuture()
          .get(FIRST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException _) {
      system.log().warn("nothing is mirrored to Redis yet; going on without, and trying again");
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new StartFailedException("interrupted while starting", fault);
    }
  }

  CompletionStage<Done> stop() {
    return AskPattern.ask(actor, RedisMirror.Stop::new, STOP_WAIT, system.scheduler());
  }
}
