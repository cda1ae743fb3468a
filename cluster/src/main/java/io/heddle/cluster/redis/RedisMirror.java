package io.heddle.cluster.redis;

import io.heddle.cluster.lettuce.LettuceClient;
import io.heddle.config.RedisSettings;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
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
 * Keeps the connection over which a {@link MirrorOutlet} publishes: makes it, makes it anew after
 * growing waits when it is lost or silent, and ends it. Publications do not come by here.
 */
public final class RedisMirror extends AbstractBehavior<RedisMirror.Command> {
  /** What the mirror can be told. */
  public sealed interface Command {}

  /** Let what is under way be answered, then close; answers when that is done, within 4 s. */
  public record Stop(ActorRef<Done> replyTo) implements Command {}

  private record Made(RedisConnector connector) implements Command {}

  private record MakeFailed(String why) implements Command {}

  private record Connected(long attempt, StatefulRedisConnection<byte[], byte[]> connection)
      implements Command {}

  private record Failed(String why) implements Command {}

  private record Lost(long attempt, String why) implements Command {}

  private record Retry() implements Command {}

  private record Closed() implements Command {}

  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
  private static final String BLOCKING = "heddle.blocking-dispatcher";

  private final RedisSettings settings;
  private final RedisURI uri;
  private final MirrorOutlet outlet;
  private final TimerScheduler<Command> timers;
  private final Backoff backoff;
  private final RandomGenerator random = RandomGenerator.getDefault();

  private Optional<RedisConnector> connector = Optional.empty();
  private Optional<StatefulRedisConnection<byte[], byte[]>> connection = Optional.empty();
  private Optional<ActorRef<Done>> stopping = Optional.empty();
  private long attempt;
  private long lostAttempt;
  private int failures;

  private RedisMirror(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      RedisSettings settings,
      RedisURI uri,
      MirrorOutlet outlet) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.uri = uri;
    this.outlet = outlet;
    this.backoff = new Backoff(settings.backoffMin(), settings.backoffMax());
    make();
  }

  /**
   * The mirror of one outlet. It starts whether or not Redis can be reached, and needs a dispatcher
   * {@code heddle.blocking-dispatcher}.
   *
   * @throws IllegalArgumentException where there is no URL, or lettuce cannot read it
   */
  public static Behavior<Command> create(RedisSettings settings, MirrorOutlet outlet) {
    RedisURI uri = LettuceClient.uri(settings);
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new RedisMirror(context, timers, settings, uri, outlet)));
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
      case Made(var made) -> made(made);
      case MakeFailed(var why) -> makeFailed(why);
      case Connected(var of, var open) -> connected(of, open);
      case Failed(var why) -> failed(why);
      case Lost(var of, var why) -> lost(of, why);
      case Retry() -> connector.ifPresentOrElse(this::connect, this::make);
      case Stop(var replyTo) -> stop(replyTo);
      case Closed() -> {
        stopping.ifPresent(replyTo -> replyTo.tell(Done.getInstance()));
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private void make() {
    var blocking =
        getContext().getSystem().dispatchers().lookup(DispatcherSelector.fromConfig(BLOCKING));
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(() -> RedisConnector.toOne(settings, uri), blocking),
            (made, fault) ->
                fault == null
                    ? new Made(made)
                    : new MakeFailed(String.valueOf(fault.getMessage())));
  }

  private void made(RedisConnector made) {
    connector = Optional.of(made);
    if (stopping.isPresent()) {
      close(made);
    } else {
      connect(made);
    }
  }

  private void connect(RedisConnector by) {
    long mine = ++attempt;
    ActorRef<Command> self = getContext().getSelf();
    getContext()
        .pipeToSelf(
            by.within(
                1,
                by.client()
                    .connectOne(ByteArrayCodec.INSTANCE)
                    .toCompletableFuture()
                    .thenApply(open -> watched(open, self, mine)),
                late -> {
                  var _ = late.closeAsync();
                }),
            (open, fault) ->
                fault == null
                    ? new Connected(mine, open)
                    : new Failed(String.valueOf(fault.getMessage())));
  }

  private static StatefulRedisConnection<byte[], byte[]> watched(
      StatefulRedisConnection<byte[], byte[]> open, ActorRef<Command> self, long attempt) {
    open.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> closed) {
            self.tell(new Lost(attempt, "connection lost"));
          }
        });
    return open;
  }

  private void connected(long of, StatefulRedisConnection<byte[], byte[]> open) {
    if (stopping.isPresent() || of == lostAttempt) {
      var _ = open.closeAsync();
      failed("connection lost");
      return;
    }
    ActorRef<Command> self = getContext().getSelf();
    connection = Optional.of(open);
    outlet.use(Optional.of(new MirrorOutlet.Way(open, () -> self.tell(new Lost(of, "no answer")))));
    failures = 0;
    getContext().getLog().info("Mirroring to Redis at {}", printable());
  }

  private void makeFailed(String why) {
    if (stopping.isPresent()) {
      getContext().getSelf().tell(new Closed());
    } else {
      failed(why);
    }
  }

  private void failed(String why) {
    if (stopping.isEmpty()) {
      if (failures == 0) {
        warn(why);
      }
      tryAgain();
    }
  }

  private void lost(long of, String why) {
    if (of != attempt || stopping.isPresent()) {
      return;
    }
    if (connection.isEmpty()) {
      lostAttempt = of;
      return;
    }
    outlet.use(Optional.empty());
    connection.ifPresent(
        old -> {
          var _ = old.closeAsync();
        });
    connection = Optional.empty();
    attempt++;
    warn(why);
    tryAgain();
  }

  private void tryAgain() {
    failures++;
    timers.startSingleTimer(new Retry(), backoff.delay(failures, random.nextDouble()));
  }

  private void stop(ActorRef<Done> replyTo) {
    boolean waits = timers.isTimerActive(new Retry());
    stopping = Optional.of(replyTo);
    timers.cancelAll();
    outlet.use(Optional.empty());
    if (connector.isPresent()) {
      close(connector.get());
    } else if (waits) {
      getContext().getSelf().tell(new Closed());
    }
  }

  /** Redis answers in order: with the answer to a ping, everything before it is answered too. */
  private void close(RedisConnector open) {
    CompletionStage<?> flushed =
        connection.isPresent()
            ? connection
                .get()
                .async()
                .ping()
                .toCompletableFuture()
                .orTimeout(FLUSH_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
            : CompletableFuture.completedFuture(null);
    getContext()
        .pipeToSelf(
            flushed
                .handle((_, _) -> Done.getInstance())
                .thenCompose(_ -> open.close())
                .toCompletableFuture()
                .orTimeout(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS),
            (_, _) -> new Closed());
    connector = Optional.empty();
  }

  /** Where the system ends without {@link Stop}: no thread of lettuce's may outlive it. */
  private Behavior<Command> ended() {
    outlet.use(Optional.empty());
    connector.ifPresent(
        open -> {
          var _ = open.close();
        });
    return this;
  }

  private void warn(String why) {
    getContext().getLog().warn("No mirroring to Redis at {}, trying again: {}", printable(), why);
  }

  private String printable() {
    return settings.printableUrl().orElse("");
  }
}
