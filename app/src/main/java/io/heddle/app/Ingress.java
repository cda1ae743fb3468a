package io.heddle.app;

import io.heddle.actors.fabric.Fabric;
import io.heddle.cluster.redis.RedisIngress;
import io.heddle.cluster.redis.RedisLink;
import io.heddle.cluster.redis.StreamEnvironment;
import io.heddle.cluster.redis.StreamIngress;
import io.heddle.config.RoomSettings;
import io.heddle.config.Settings;
import io.heddle.http.status.ReadinessState;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
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

  /** Longest that a room is looked for; the slower of the profiles needs half of it. */
  private static final Duration AWAY = Duration.ofSeconds(30);

  private static final Duration STOP_WAIT = Duration.ofMillis(4800);

  private final ActorSystem<?> system;
  private final ActorRef<RedisIngress.Command> actor;
  private final RedisLink link;
  private final Optional<Stream> stream;
  private final boolean required;

  /** The reader of the stream, where there is one. */
  private record Stream(ActorRef<StreamIngress.Command> actor, RedisLink link) {}

  private Ingress(
      ActorSystem<?> system,
      ActorRef<RedisIngress.Command> actor,
      RedisLink link,
      Optional<Stream> stream,
      boolean required) {
    this.system = system;
    this.actor = actor;
    this.link = link;
    this.stream = stream;
    this.required = required;
  }

  /**
   * By what rooms are told what comes on channels. Nobody can repeat that, so with several nodes it
   * waits longer than the rooms of a node that died are away.
   */
  static RoomSettings relaying(Settings settings) {
    RoomSettings rooms = settings.rooms();
    boolean waits = settings.cluster().isShared() && rooms.publishTimeout().compareTo(AWAY) < 0;
    return waits ? rooms.withPublishTimeout(AWAY) : rooms;
  }

  /**
   * Subscribes, and begins to read the stream.
   *
   * @param relay hands on what comes on channels, see {@link #relaying}
   * @param fabric hands on what comes by the stream, whose reader repeats
   */
  static Ingress start(
      ActorSystem<?> system,
      Settings settings,
      String nodeId,
      Fabric relay,
      Fabric fabric,
      MeterRegistry registry,
      Clock clock) {
    RedisLink link = new RedisLink(clock.instant());
    ActorRef<RedisIngress.Command> actor =
        system.systemActorOf(
            RedisIngress.create(
                settings.redis(),
                settings.cluster().isShared(),
                settings.rooms().maxNameLength(),
                relay,
                link,
                registry,
                clock),
            "redis-ingress",
            Props.empty());
    Optional<Stream> stream =
        settings.ingress().enabled()
            ? Optional.of(stream(system, settings, nodeId, fabric, registry, clock))
            : Optional.empty();
    return new Ingress(system, actor, link, stream, settings.redis().required());
  }

  private static Stream stream(
      ActorSystem<?> system,
      Settings settings,
      String nodeId,
      Fabric fabric,
      MeterRegistry registry,
      Clock clock) {
    RedisLink link = new RedisLink(clock.instant());
    StreamEnvironment environment =
        new StreamEnvironment(
            settings.redis(),
            settings.ingress(),
            settings.webSocket().maxMessageSize(),
            settings.rooms(),
            settings.namespaces(),
            nodeId,
            fabric,
            link,
            registry,
            clock);
    return new Stream(
        system.systemActorOf(StreamIngress.create(environment), "stream-ingress", Props.empty()),
        link);
  }

  /** Waits until Redis was reached once, so that a node that says it is ready hears Redis. */
  void awaitFirst() {
    try {
      CompletionStage<Done> channels = link.firstSubscription();
      stream
          .map(reader -> channels.thenCombine(reader.link().firstSubscription(), (done, _) -> done))
          .orElse(channels)
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
    if (!link.status().up()) {
      return missing("no subscription since " + link.status().since());
    }
    return stream
        .map(reader -> reader.link().status())
        .filter(status -> !status.up())
        .map(status -> missing("the stream cannot be read since " + status.since()))
        .orElse(ReadinessState.UP);
  }

  private ReadinessState missing(String detail) {
    return required ? new ReadinessState.Down(detail) : new ReadinessState.Degraded(detail);
  }

  CompletionStage<Done> stop() {
    CompletionStage<Done> channels =
        AskPattern.ask(actor, RedisIngress.Stop::new, STOP_WAIT, system.scheduler());
    return stream
        .map(
            reader ->
                AskPattern.<StreamIngress.Command, Done>ask(
                        reader.actor(), StreamIngress.Stop::new, STOP_WAIT, system.scheduler())
                    .thenCombine(channels, (done, _) -> done))
        .orElse(channels);
  }
}
