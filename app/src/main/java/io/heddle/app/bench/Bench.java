package io.heddle.app.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One run: ramp, then idle or publish and drain, then the counts. {@link #run} is for one thread;
 * {@link #stop} for any, and makes the run end soon with a report of what was.
 */
final class Bench {
  private static final Path PROC = Path.of("/proc");

  /** Shortest time between the wake-ups that keep an open loop punctual. */
  private static final long FINEST_TICK_NANOS = 100_000;

  /** Bounds how late a publish may be where the loops' shares of the rate are uneven. */
  private static final double COARSEST_TICK_NANOS = 1_000_000;

  /** Time for the pacer to start, before the first publish is due. */
  private static final long LEAD_NANOS = 20_000_000;

  /** How long a full window may see no delivery before it is forgiven. */
  private static final Duration STALL = Duration.ofSeconds(1);

  /** Waited for second copies after all first ones came, and when interrupted. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private final BenchOptions options;
  private final Course course = new Course();
  private final Rooms rooms;
  private final Optional<Window> window;
  private final List<Loop> loops = new ArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Findings findings;
  private int readyPublishers;

  Bench(BenchOptions options, Tokens tokens) throws IOException {
    this.options = options;
    this.rooms = new Rooms(options.rooms());
    this.window =
        options.load() instanceof Load.Closed(int publishes)
            ? Optional.of(new Window(publishes))
            : Optional.empty();
    this.findings = new Findings(options, loops, PROC);
    SecureRandom random = new SecureRandom();
    byte[] nonce = new byte[16];
    random.nextBytes(nonce);
    byte[] run = new byte[4];
    random.nextBytes(run);
    Upgrade upgrade = new Upgrade(options.target(), nonce);
    for (int i = 0; i < options.threads(); i++) {
      loops.add(loop(i, upgrade, tokens, HexFormat.of().formatHex(run)));
    }
  }

  /** Ends the run early. */
  void stop() {
    stopped.countDown();
  }

  /** Runs to the end; longest are the sum of the time limits. */
  Report run() throws InterruptedException {
    findings.before();
    List<Thread> threads = new ArrayList<>();
    for (Loop loop : loops) {
      threads.add(Thread.ofPlatform().name("bench-loop-" + threads.size()).daemon().start(loop));
    }
    try {
      ramp();
      if (progress().ready() > 0 && !stopped()) {
        load();
      }
    } finally {
      enter(Course.Phase.STOP);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (Loop loop : loops) {
      loop.crash()
          .ifPresent(
              e -> {
                throw new IllegalStateException("the generator broke: " + e, e);
              });
    }
    return findings.report(stopped());
  }

  private void ramp() throws InterruptedException {
    long end = System.nanoTime() + options.rampTimeout().toNanos();
    while (progress().settled() < options.connections() && System.nanoTime() < end) {
      if (pause(Duration.ofMillis(5))) {
        break;
      }
    }
    enter(Course.Phase.HOLD);
    while (progress().settled() < options.connections() && sound()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    findings.ramped();
  }

  private void load() throws InterruptedException {
    switch (options.load()) {
      case Load.Idle() -> {
        findings.measuring();
        pause(options.duration());
        findings.connected();
        findings.measured();
      }
      case Load.Open(double perSecond) -> {
        findings.connected();
        publish(perSecond);
      }
      case Load.Closed(int _) -> {
        findings.connected();
        publish(0);
      }
    }
  }

  private void publish(double perSecond) throws InterruptedException {
    readyPublishers = (int) loops.stream().mapToLong(loop -> publishers(loop).size()).sum();
    long from = System.nanoTime() + LEAD_NANOS;
    long measured = from + options.warmup().toNanos();
    course.publish(from, measured);
    wakeAll();
    try (ScheduledExecutorService pacer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory())) {
      ScheduledFuture<?> ticks =
          pacer.scheduleAtFixedRate(
              this::wakeAll, from - System.nanoTime(), tick(perSecond), TimeUnit.NANOSECONDS);
      watch(measured);
      findings.measuring();
      watch(measured + options.duration().toNanos());
      ticks.cancel(false);
    }
    enter(Course.Phase.DRAIN);
    findings.measured();
    findings.published();
    drain();
  }

  /** In step with the schedule, so that a publish is not late by the phase between the two. */
  private static long tick(double perSecond) {
    if (perSecond <= 0) {
      return STALL.toNanos();
    }
    double interval = 1e9 / perSecond;
    double parts = Math.ceil(interval / COARSEST_TICK_NANOS);
    return Math.max(FINEST_TICK_NANOS, (long) (interval / parts));
  }

  /** Waits until {@code end}, or the stop, and forgives a stalled window. */
  private void watch(long end) throws InterruptedException {
    long distinct = -1;
    long since = System.nanoTime();
    for (long now; (now = System.nanoTime()) < end; ) {
      if (pause(Duration.ofNanos(Math.min(end - now, 20_000_000)))) {
        return;
      }
      long current = progress().distinct();
      if (current != distinct) {
        distinct = current;
        since = now;
      } else if (now - since > STALL.toNanos() && window.isPresent()) {
        if (window.get().outstanding() > 0) {
          window.get().reset();
          findings.windowReset();
          wakeAll();
        }
        since = now;
      }
    }
  }

  private void drain() throws InterruptedException {
    Duration limit = stopped() ? GRACE.multipliedBy(5) : options.drain();
    long end = System.nanoTime() + Math.min(limit.toNanos(), options.drain().toNanos());
    while (System.nanoTime() < end && progress().distinct() < progress().expected()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    TimeUnit.MILLISECONDS.sleep(GRACE.toMillis());
  }

  private boolean pause(Duration time) throws InterruptedException {
    return stopped.await(time.toNanos(), TimeUnit.NANOSECONDS) || !sound();
  }

  private boolean stopped() {
    return stopped.getCount() == 0;
  }

  private boolean sound() {
    return loops.stream().allMatch(loop -> loop.crash().isEmpty());
  }

  private void enter(Course.Phase phase) {
    course.enter(phase);
    wakeAll();
  }

  private void wakeAll() {
    loops.forEach(Loop::wake);
  }

  private Tally.Progress progress() {
    return loops.stream()
        .map(Loop::progress)
        .reduce(new Tally.Progress(0, 0, 0, 0, 0), Tally.Progress::plus);
  }

  private List<Connection> publishers(Loop loop) {
    return loop.connections().stream()
        .filter(c -> c.index < options.publishers() && c.mayPublish())
        .toList();
  }

  private Loop loop(int number, Upgrade upgrade, Tokens tokens, String run) throws IOException {
    List<Connection> connections = new ArrayList<>();
    for (int i = number; i < options.connections(); i += options.threads()) {
      connections.add(new Connection(i, i % options.rooms()));
    }
    Tally tally = new Tally();
    Payload payload = new Payload(run, options.payloadBytes());
    Receiver receiver = new Receiver(options, upgrade, payload, course, rooms, tally);
    return new Loop(
        new Loop.Parts(
            connections,
            course,
            rooms,
            receiver,
            new Ramp(options, connections, tally),
            upgrade,
            tokens,
            tally,
            window,
            options.threads() > 1 ? this::wakeAll : () -> {},
            loop -> publisher(loop, payload)));
  }

  private Optional<Publisher> publisher(Loop loop, Payload payload) {
    List<Connection> mine = publishers(loop);
    if (mine.isEmpty()) {
      return Optional.empty();
    }
    Schedule schedule =
        switch (options.load()) {
          case Load.Open(double perSecond) ->
              new Schedule.OpenLoop(
                  course.publishFrom(), perSecond * mine.size() / readyPublishers);
          case Load.Closed(int _) -> new Schedule.ClosedLoop(window.orElseThrow());
          case Load.Idle() -> throw new IllegalStateException("an idle run publishes nothing");
        };
    return Optional.of(
        new Publisher(options, mine, schedule, payload, course, rooms, loop.tally()));
  }
}
