package io.heddle.cluster.redis;

import io.heddle.actors.fabric.Fabric;
import io.heddle.cluster.lettuce.LettuceClient;
import io.heddle.cluster.redis.IngressEvent.Arrived;
import io.heddle.cluster.redis.IngressEvent.Closed;
import io.heddle.cluster.redis.IngressEvent.Failed;
import io.heddle.cluster.redis.IngressEvent.Heard;
import io.heddle.cluster.redis.IngressEvent.Held;
import io.heddle.cluster.redis.IngressEvent.Lost;
import io.heddle.cluster.redis.IngressEvent.Made;
import io.heddle.cluster.redis.IngressEvent.MakeFailed;
import io.heddle.cluster.redis.IngressEvent.Marked;
import io.heddle.cluster.redis.IngressEvent.Ping;
import io.heddle.cluster.redis.IngressEvent.Pong;
import io.heddle.cluster.redis.IngressEvent.Retry;
import io.heddle.cluster.redis.IngressEvent.Subscribed;
import io.heddle.cluster.redis.IngressEvent.Turn;
import io.heddle.config.RedisSettings;
import io.lettuce.core.RedisURI;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Brings what backends publish in Redis into the fabric, at most once: what is published while
 * there is no subscription is lost, and so is what comes while too much is under way; both are
 * counted.
 *
 * <pre>
 *            Made            Subscribed
 *  making ─────────▶ trying ────────────▶ subscribed
 *     │                ▲ │ Failed              │ Lost, Silent
 *     └── after a wait ┴─┴──── after a wait ◀──┘
 * </pre>
 *
 * <p>Nothing blocks the actor's thread. A Redis that cannot be reached is tried again for ever,
 * with growing waits; a Redis that is silent is found by a ping.
 */
public final class RedisIngress extends AbstractBehavior<RedisIngress.Command> {
  /** What the ingress can be told. */
  public sealed interface Command permits Stop, IngressEvent {}

  /** Stop listening, close every connection and thread; answers when that is done, within 3 s. */
  public record Stop(ActorRef<Done> replyTo) implements Command {}

  /** How often a subscription is asked whether it lives. */
  private static final Duration PING_EVERY = Duration.ofSeconds(10);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private static final String BLOCKING = "heddle.blocking-dispatcher";

  private final RedisSettings settings;
  private final RedisURI uri;
  private final RedisLink link;
  private final Clock clock;
  private final Duration pingEvery;
  private final TimerScheduler<Command> timers;
  private final IngressMetrics metrics;
  private final ChannelIntake intake;
  private final Optional<SharedChannels> shared;
  private final Backoff backoff;
  private final RandomGenerator random = RandomGenerator.getDefault();

  private Optional<RedisSubscriber> subscriber = Optional.empty();
  private Optional<RedisSubscription> subscription = Optional.empty();
  private Optional<ActorRef<Done>> stopping = Optional.empty();
  private long attempt;
  private long lostAttempt;
  private int failures;

  private RedisIngress(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      RedisSettings settings,
      RedisURI uri,
      int maxRoomName,
      Fabric fabric,
      RedisLink link,
      MeterRegistry registry,
      Clock clock,
      Duration pingEvery,
      Optional<Duration> listened) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.uri = uri;
    this.link = link;
    this.clock = clock;
    this.pingEvery = pingEvery;
    this.metrics = new IngressMetrics(registry);
    this.intake =
        new ChannelIntake(settings, maxRoomName, fabric, metrics, clock, listened.isPresent());
    ChannelMetrics channels = new ChannelMetrics(registry);
    this.shared =
        listened.map(it -> new SharedChannels(settings.queue(), channels, intake::handOn, it));
    this.backoff = new Backoff(settings.backoffMin(), settings.backoffMax());
    make();
  }

  /**
   * The ingress. It starts whether or not Redis can be reached, and needs a dispatcher {@code
   * heddle.blocking-dispatcher}.
   *
   * @param maxRoomName longest name of a room, in characters
   * @param fabric where messages go; at most {@code settings.queue()} are under way at a time
   * @param shared whether other nodes of the cluster hear the same channels: one of them hands on
   *     what comes, and the others stand by with what it may not have handed on
   * @param link is told of each change
   * @throws IllegalArgumentException where there is no URL, or lettuce cannot read it; credentials
   *     are not in the message
   */
  public static Behavior<Command> create(
      RedisSettings settings,
      boolean shared,
      int maxRoomName,
      Fabric fabric,
      RedisLink link,
      MeterRegistry registry,
      Clock clock) {
    Optional<Duration> listened = shared ? Optional.of(SharedChannels.LISTENED) : Optional.empty();
    return create(settings, maxRoomName, fabric, link, registry, clock, PING_EVERY, listened);
  }

  static Behavior<Command> create(
      RedisSettings settings,
      int maxRoomName,
      Fabric fabric,
      RedisLink link,
      MeterRegistry registry,
      Clock clock,
      Duration pingEvery,
      Optional<Duration> listened) {
    RedisURI uri = LettuceClient.uri(settings);
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new RedisIngress(
                        context,
                        timers,
                        settings,
                        uri,
                        maxRoomName,
                        fabric,
                        link,
                        registry,
                        clock,
                        pingEvery,
                        listened)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onAnyMessage(this::on)
        .onSignal(PostStop.class, _ -> ended())
        .build();
  }

  private Behavior<Command> on(Command command) {
    switch (command) {
      case Arrived arrived -> intake.arrived(arrived);
      case Made(var made) -> made(made);
      case MakeFailed(var fault) -> makeFailed(fault);
      case Subscribed(var of, var confirmed) -> subscribed(of, confirmed);
      case Failed(var fault) -> failed(String.valueOf(fault.getMessage()));
      case Lost(var of, var why) -> lost(of, why);
      case Retry() -> retry();
      case Ping() -> ping();
      case Heard(var message) -> heard(message);
      case Marked(var mark) ->
          shared.filter(channels -> channels.marked(mark)).ifPresent(this::hold);
      case Turn() -> shared.ifPresent(this::hold);
      case Held(var of, long asked, var ours) -> held(of, asked, ours);
      case Pong() -> timers.startSingleTimer(new Ping(), pingEvery);
      case Stop(var replyTo) -> stop(replyTo);
      case Closed() -> {
        stopping.ifPresent(replyTo -> replyTo.tell(Done.getInstance()));
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private void heard(ChannelMessage message) {
    shared.ifPresent(channels -> channels.came(message));
    intake.takenIn();
  }

  private void hold(SharedChannels channels) {
    long mine = attempt;
    long asked = System.nanoTime();
    channels
        .hold()
        .ifPresent(
            answer ->
                getContext()
                    .pipeToSelf(
                        answer,
                        (ours, fault) ->
                            new Held(
                                mine,
                                asked,
                                fault == null ? Optional.of(ours) : Optional.empty())));
  }

  private void held(long of, long asked, Optional<Boolean> ours) {
    if (of != attempt || stopping.isPresent() || shared.isEmpty()) {
      return;
    }
    if (shared.get().held(ours, asked)) {
      lost(of, "no answer about the reader's place");
    }
  }

  private void make() {
    var blocking =
        getContext().getSystem().dispatchers().lookup(DispatcherSelector.fromConfig(BLOCKING));
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(
                () -> RedisSubscriber.create(settings, uri, shared.isPresent()), blocking),
            (made, fault) -> fault == null ? new Made(made) : new MakeFailed(fault));
  }

  private void made(RedisSubscriber made) {
    subscriber = Optional.of(made);
    if (stopping.isPresent()) {
      close(made, CompletableFuture.completedFuture(true));
    } else {
      subscribe(made);
    }
  }

  private void subscribe(RedisSubscriber by) {
    long mine = ++attempt;
    getContext()
        .pipeToSelf(
            by.subscribe(intake.listener(getContext().getSelf(), mine)),
            (confirmed, fault) ->
                fault == null ? new Subscribed(mine, confirmed) : new Failed(fault));
  }

  private void subscribed(long of, RedisSubscription confirmed) {
    if (stopping.isPresent() || of == lostAttempt) {
      var _ = confirmed.close();
      failed("connection lost");
      return;
    }
    subscription = Optional.of(confirmed);
    shared.ifPresent(
        channels -> {
          channels.subscribed(confirmed);
          timers.startTimerWithFixedDelay(new Turn(), SharedChannels.TURN);
        });
    failures = 0;
    metrics.connected();
    long gaps = link.status().gaps();
    Duration without = link.up(clock.instant());
    if (gaps > 0) {
      metrics.gapEnded(without);
    }
    getContext().getLog().info("Subscribed to Redis at {}, after {} without", printable(), without);
    timers.startSingleTimer(new Ping(), pingEvery);
  }

  private void makeFailed(Throwable fault) {
    if (stopping.isPresent()) {
      getContext().getSelf().tell(new Closed());
    } else {
      failed(String.valueOf(fault.getMessage()));
    }
  }

  private void failed(String why) {
    metrics.connectFailed();
    if (stopping.isEmpty()) {
      down(why);
      tryAgain();
    }
  }

  private void lost(long of, String why) {
    if (of != attempt || stopping.isPresent()) {
      return;
    }
    if (subscription.isEmpty()) {
      lostAttempt = of;
      return;
    }
    drop();
    down(why);
    tryAgain();
  }

  private void drop() {
    timers.cancel(new Ping());
    shared.ifPresent(SharedChannels::lost);
    subscription.ifPresent(
        old -> {
          var _ = old.close();
        });
    subscription = Optional.empty();
    attempt++;
  }

  private void down(String why) {
    if (link.down(clock.instant())) {
      metrics.gapBegan();
      getContext()
          .getLog()
          .warn("No subscription to Redis at {}, trying again: {}", printable(), why);
    }
  }

  private void tryAgain() {
    failures++;
    timers.startSingleTimer(new Retry(), backoff.delay(failures, random.nextDouble()));
  }

  private void retry() {
    subscriber.ifPresentOrElse(this::subscribe, this::make);
  }

  private void ping() {
    long mine = attempt;
    subscription.ifPresent(
        open ->
            getContext()
                .pipeToSelf(
                    open.ping(),
                    (_, fault) ->
                        fault == null ? new Pong() : new Lost(mine, "no answer to a ping")));
  }

  private void stop(ActorRef<Done> replyTo) {
    stopping = Optional.of(replyTo);
    timers.cancelAll();
    subscription = Optional.empty();
    CompletionStage<?> left =
        shared
            .flatMap(SharedChannels::leave)
            .<CompletionStage<?>>map(stage -> stage)
            .orElseGet(() -> CompletableFuture.completedFuture(true));
    subscriber.ifPresent(open -> close(open, left));
  }

  private void close(RedisSubscriber open, CompletionStage<?> left) {
    getContext()
        .pipeToSelf(
            left.handle((_, _) -> Done.getInstance())
                .thenCompose(_ -> open.close())
                .toCompletableFuture()
                .orTimeout(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS),
            (_, _) -> new Closed());
    subscriber = Optional.empty();
  }

  /** Where the system ends without {@link Stop}: no thread of lettuce's may outlive it. */
  private Behavior<Command> ended() {
    subscriber.ifPresent(
        open -> {
          var _ = open.close();
        });
    return this;
  }

  private String printable() {
    return settings.printableUrl().orElse("");
  }
}
