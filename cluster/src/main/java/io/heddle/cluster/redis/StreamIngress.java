package io.heddle.cluster.redis;

import io.heddle.actors.protocol.RoomName;
import io.heddle.cluster.lettuce.LettuceClient;
import io.heddle.cluster.redis.StreamEvent.Answered;
import io.heddle.cluster.redis.StreamEvent.Broken;
import io.heddle.cluster.redis.StreamEvent.Closed;
import io.heddle.cluster.redis.StreamEvent.GiveUp;
import io.heddle.cluster.redis.StreamEvent.Made;
import io.heddle.cluster.redis.StreamEvent.Opened;
import io.heddle.cluster.redis.StreamEvent.Reconnect;
import io.heddle.cluster.redis.StreamEvent.RetryRoom;
import io.heddle.cluster.redis.StreamEvent.Tick;
import io.heddle.cluster.redis.StreamEvent.Told;
import io.heddle.cluster.script.RedisScript;
import io.heddle.config.IngressSettings;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
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
 * Brings what backends add to the stream in Redis into rooms: at least once, and exactly once where
 * a room still knows the key; in the stream's order within a room.
 *
 * <pre>
 *               Acquired               all claimed
 *   standby ──────────────▶ claiming ──────────────▶ reading
 *      ▲                        │                       │
 *      └────── Standby ─────────┴───────────────────────┘
 * </pre>
 *
 * <p><b>One reader.</b> Two that read the same group would each get some entries of a room, and its
 * order would be gone. So the group has one reader at a time, who holds a key in Redis that runs
 * out; the other nodes stand by. Each reading and claiming is a script that looks at this key
 * first. A wait for entries only tells that there may be some, since one that hands them out could
 * not look.
 */
public final class StreamIngress extends AbstractBehavior<StreamIngress.Command> {
  /** What the reader can be told. */
  public sealed interface Command permits Stop, StreamEvent {}

  /**
   * Read no more, let what is under way be answered and acknowledged, close every connection and
   * thread; answers when that is done, within 5 s.
   */
  public record Stop(ActorRef<Done> replyTo) implements Command {}

  /** The longest wait for entries, after which Redis is asked in any case. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** How often the place is kept, within the time that it is kept for. */
  private static final int TICKS = 4;

  /** A reader that stops leaves its place free, and its successor should not be long in coming. */
  private static final Duration LONGEST_TICK = Duration.ofMillis(500);

  private static final Duration DRAIN_LIMIT = Duration.ofMillis(1500);
  private static final String BLOCKING = "heddle.blocking-dispatcher";

  private final StreamEnvironment environment;
  private final RedisURI uri;
  private final TimerScheduler<Command> timers;
  private final String consumer;
  private final String token;
  private final Duration wait;
  private final StreamMetrics metrics;
  private final StreamReader reader;
  private final EntryPublisher publisher;
  private final Backoff backoff;
  private final RandomGenerator random = RandomGenerator.getDefault();

  private Optional<StreamConnector> connector = Optional.empty();
  private Optional<StreamCommands> commands = Optional.empty();
  private Optional<ActorRef<Done>> stopping = Optional.empty();
  private boolean closing;
  private boolean holding;
  private long heldUntil;
  private long attempt;
  private int failures;

  private StreamIngress(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      StreamEnvironment environment,
      RedisURI uri,
      Consumer<StreamStep> steps) {
    super(context);
    this.environment = environment;
    this.uri = uri;
    this.timers = timers;
    IngressSettings settings = environment.settings();
    this.consumer = settings.consumer().orElse(environment.nodeId());
    this.token = consumer + " " + UUID.randomUUID();
    Duration part = settings.claimAfter().dividedBy(TICKS);
    Duration tick = part.compareTo(LONGEST_TICK) < 0 ? part : LONGEST_TICK;
    this.wait = part.compareTo(LONGEST_WAIT) < 0 ? part : LONGEST_WAIT;
    this.metrics = new StreamMetrics(environment.registry());
    this.reader =
        new StreamReader(
            settings,
            new EntryParser(
                settings.stream(),
                environment.maxData(),
                environment.rooms(),
                environment.namespaces()),
            metrics,
            new RefusalLog(environment.clock()),
            wait,
            new ForReader(steps));
    this.publisher = new EntryPublisher(environment.fabric());
    this.backoff = new Backoff(environment.redis().backoffMin(), environment.redis().backoffMax());
    this.heldUntil = System.nanoTime();
    timers.startTimerWithFixedDelay(new Tick(), tick);
    make();
  }

  /**
   * The reader of one node. It starts whether or not Redis can be reached, and needs a dispatcher
   * {@code heddle.blocking-dispatcher}.
   *
   * @throws IllegalArgumentException where there is no URL, or lettuce cannot read it; credentials
   *     are not in the message
   */
  public static Behavior<Command> create(StreamEnvironment environment) {
    return create(environment, _ -> {});
  }

  static Behavior<Command> create(StreamEnvironment environment, Consumer<StreamStep> steps) {
    RedisURI uri = LettuceClient.uri(environment.redis());
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new StreamIngress(context, timers, environment, uri, steps)));
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
      case Opened(var of, var connections) -> opened(of, connections);
      case Told(var of, var what) -> {
        if (of == attempt) {
          what.run();
        }
      }
      case Broken(var of, var why) -> broken(of, why);
      case Answered(var room, var loaded, var answer) -> reader.answered(room, loaded, answer);
      case Reconnect() -> connector.ifPresentOrElse(this::connect, this::make);
      case RetryRoom(var room) -> reader.retry(room);
      case Tick() -> {
        metrics.heldBack(reader.heldBack());
        hold();
      }
      case Stop(var replyTo) -> stop(replyTo);
      case GiveUp() -> close();
      case Closed() -> {
        stopping.ifPresent(replyTo -> replyTo.tell(Done.getInstance()));
        return Behaviors.stopped();
      }
    }
    if (stopping.isPresent() && reader.isSettled()) {
      close();
    }
    return this;
  }

  private void make() {
    long mine = attempt;
    var blocking =
        getContext().getSystem().dispatchers().lookup(DispatcherSelector.fromConfig(BLOCKING));
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(
                () -> StreamConnector.create(environment.redis(), uri, wait), blocking),
            (made, fault) -> fault == null ? new Made(made) : new Broken(mine, text(fault)));
  }

  private void made(StreamConnector made) {
    connector = Optional.of(made);
    if (stopping.isEmpty()) {
      connect(made);
    }
  }

  private void connect(StreamConnector by) {
    long mine = attempt;
    getContext()
        .pipeToSelf(
            by.open(),
            (open, fault) ->
                fault == null ? new Opened(mine, open) : new Broken(mine, text(fault)));
  }

  private void opened(long of, StreamConnector.Pair connections) {
    if (stopping.isPresent() || of != attempt) {
      connections.close();
      return;
    }
    StreamCommands open = new StreamCommands(environment.settings(), token, consumer, connections);
    commands = Optional.of(open);
    reader.connected(open);
    metrics.connected();
    hold();
  }

  /** Asks to keep the reader's place, or to get it. */
  private void hold() {
    if (holding || commands.isEmpty() || stopping.isPresent()) {
      return;
    }
    holding = true;
    long asked = System.nanoTime();
    ask(commands.get().hold(), answer -> held(asked, answer));
  }

  private void held(long asked, StreamCommands.Hold answer) {
    holding = false;
    failures = 0;
    if (stopping.isPresent()) {
      return;
    }
    if (!environment.link().status().up()) {
      var _ = environment.link().up(environment.clock().instant());
    }
    switch (answer) {
      case StreamCommands.Standby() -> {
        if (!reader.isStandby()) {
          getContext().getLog().info("Another node reads the stream {} now", stream());
        }
        metrics.reading(false);
        reader.standBy();
      }
      case StreamCommands.Acquired() -> {
        getContext().getLog().info("Reading the stream {} as {}", stream(), consumer);
        reader.standBy();
        goOn(asked);
      }
      case StreamCommands.Held(var length, var pending) -> {
        metrics.waiting(length, pending);
        goOn(asked);
      }
    }
  }

  private void goOn(long asked) {
    heldUntil = asked + environment.settings().claimAfter().toNanos();
    metrics.reading(true);
    if (reader.isStandby()) {
      reader.begin();
    } else {
      reader.goOn();
    }
  }

  private <T> void ask(CompletionStage<T> question, Consumer<T> answered) {
    long mine = attempt;
    getContext()
        .pipeToSelf(
            question,
            (answer, fault) ->
                fault == null
                    ? new Told(mine, () -> answered.accept(answer))
                    : new Broken(mine, text(fault)));
  }

  private void broken(long of, String why) {
    if (of != attempt || closing) {
      return;
    }
    attempt++;
    holding = false;
    commands.ifPresent(StreamCommands::close);
    commands = Optional.empty();
    metrics.connectionFailed();
    metrics.reading(false);
    reader.disconnected();
    if (environment.link().down(environment.clock().instant())) {
      getContext().getLog().warn("The stream {} cannot be read, trying again: {}", stream(), why);
    }
    if (stopping.isEmpty()) {
      failures++;
      timers.startSingleTimer(new Reconnect(), backoff.delay(failures, random.nextDouble()));
    } else if (connector.isEmpty()) {
      getContext().getSelf().tell(new Closed());
    }
  }

  private void stop(ActorRef<Done> replyTo) {
    if (connector.isEmpty() && timers.isTimerActive(new Reconnect())) {
      getContext().getSelf().tell(new Closed());
    }
    stopping = Optional.of(replyTo);
    timers.cancelAll();
    timers.startSingleTimer(new GiveUp(), DRAIN_LIMIT);
    reader.standBy();
  }

  /** Leaves the place to others and ends; where the connector is still being made, later. */
  private void close() {
    if (closing || connector.isEmpty()) {
      return;
    }
    closing = true;
    timers.cancelAll();
    StreamConnector open = connector.get();
    connector = Optional.empty();
    getContext().pipeToSelf(open.leave(commands), (_, _) -> new Closed());
  }

  /** Where it ends without {@link Stop}: no thread of lettuce's may outlive it. */
  private Behavior<Command> ended() {
    metrics.reading(false);
    connector.ifPresent(
        open -> {
          var _ = open.close();
        });
    return this;
  }

  private String stream() {
    return environment.settings().stream() + " at " + environment.redis().printableUrl().orElse("");
  }

  private static String text(Throwable fault) {
    return String.valueOf(RedisScript.cause(fault).getMessage());
  }

  private final class ForReader implements StreamReader.Host {
    private final Consumer<StreamStep> steps;

    ForReader(Consumer<StreamStep> steps) {
      this.steps = steps;
    }

    @Override
    public <T> void ask(CompletionStage<T> question, Consumer<T> answered) {
      StreamIngress.this.ask(question, answered);
    }

    @Override
    public void publish(RoomName room, EntryLanes.Loaded loaded) {
      getContext()
          .pipeToSelf(
              publisher.publish(room, loaded),
              (answer, fault) ->
                  new Answered(room, loaded, fault == null ? answer : Optional.empty()));
    }

    @Override
    public void retryLater(RoomName room, int times) {
      timers.startSingleTimer(room, new RetryRoom(room), backoff.delay(times, random.nextDouble()));
    }

    @Override
    public void placeLost() {
      reader.standBy();
      hold();
    }

    @Override
    public boolean holdsPlace() {
      return stopping.isEmpty() && System.nanoTime() - heldUntil < 0;
    }

    @Override
    public void reached(StreamStep step) {
      steps.accept(step);
    }
  }
}
