package io.heddle.app.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Samples taken at the turns of a run, and the report made of them. The main thread's. */
final class Findings {
  /** Over this share of its time a thread of ours may well be what set the figures. */
  private static final double BUSY = 0.9;

  /** The processes and our threads at one moment. */
  private record Look(
      long at, ProcessSampler.Sample server, Optional<Duration> own, List<Long> waitedNanos) {}

  private final BenchOptions options;
  private final List<Loop> loops;
  private final Optional<ProcessSampler> server;
  private final ProcessSampler own;
  private final List<String> warnings = new ArrayList<>();
  private Look before;
  private Look ramped;
  private Look connected;
  private Look measuring;
  private Look measured;
  private long windowResets;
  private boolean published;

  /** {@code loops} may still be empty, and is read when samples are taken. */
  Findings(BenchOptions options, List<Loop> loops, Path proc) {
    this.options = options;
    this.loops = loops;
    this.server =
        options.pid().isPresent()
            ? Optional.of(new ProcessSampler(options.pid().getAsLong(), proc))
            : Optional.empty();
    this.own = new ProcessSampler(ProcessHandle.current().pid(), proc);
    this.before = look();
    this.ramped = before;
    this.connected = before;
    this.measuring = before;
    this.measured = before;
  }

  void before() {
    before = look();
  }

  void ramped() {
    ramped = look();
    connected = ramped;
    measuring = ramped;
    measured = ramped;
  }

  void connected() {
    connected = look();
  }

  void measuring() {
    measuring = look();
    measured = measuring;
  }

  void measured() {
    measured = look();
  }

  void published() {
    published = true;
  }

  void windowReset() {
    windowResets++;
  }

  /** To be called when the loops have ended. */
  Report report(boolean interrupted) {
    Look after = look();
    Tally total = new Tally();
    loops.forEach(loop -> total.add(loop.tally()));
    Report.Generator generator =
        new Report.Generator(
            options.threads(),
            seconds(measuring.own, measured.own),
            busy(before, ramped),
            busy(measuring, measured));
    warn(generator, total);
    return new Report(
        options.target().url(),
        options.load().describe(),
        interrupted,
        connections(total),
        published ? Optional.of(traffic(total)) : Optional.empty(),
        total.events,
        server.map(_ -> server(total, after)),
        generator,
        List.copyOf(warnings));
  }

  private Report.Connections connections(Tally total) {
    double seconds = (total.lastReady - total.firstStart) / 1e9;
    return new Report.Connections(
        options.connections(),
        total.ready,
        total.failed,
        total.lost,
        total.failures,
        total.losses,
        total.ready > 0 && seconds > 0 ? total.ready / seconds : 0,
        Report.Spread.of(total.timeToReady));
  }

  private Report.Traffic traffic(Tally total) {
    long expected = 0;
    long received = 0;
    for (Loop loop : loops) {
      for (Connection connection : loop.connections()) {
        expected += Math.max(0, connection.owed);
        received += connection.arrivals.distinct();
      }
    }
    double seconds = (measured.at - measuring.at) / 1e9;
    return new Report.Traffic(
        seconds,
        total.publishes,
        total.behind,
        windowResets,
        expected,
        received,
        expected - received,
        total.duplicates,
        total.stray,
        seconds > 0 ? total.measuredDeliveries / seconds : 0,
        seconds > 0 ? total.measuredBytes / seconds : 0,
        Report.Spread.of(total.latency),
        Report.Spread.of(total.sendLag));
  }

  private Report.Server server(Tally total, Look after) {
    OptionalLong first = before.server.residentBytes();
    OptionalLong then = connected.server.residentBytes();
    OptionalLong each =
        first.isPresent() && then.isPresent() && total.ready > 0
            ? OptionalLong.of((then.getAsLong() - first.getAsLong()) / total.ready)
            : OptionalLong.empty();
    return new Report.Server(
        options.pid().orElseThrow(),
        first,
        then,
        after.server.residentBytes(),
        each,
        seconds(measuring.server.cpu(), measured.server.cpu()));
  }

  private void warn(Report.Generator generator, Tally total) {
    if (generator.busy() > BUSY) {
      warnings.add(
          "the generator was the limit: %.0f %% busy while publishing"
              .formatted(100 * generator.busy()));
    }
    if (generator.rampBusy() > BUSY) {
      warnings.add(
          "the generator was the limit: %.0f %% busy while connecting"
              .formatted(100 * generator.rampBusy()));
    }
    if (total.behind > 0) {
      warnings.add(total.behind + " publishes were due and could not be sent in time");
    }
    if (windowResets > 0) {
      warnings.add("deliveries were lost and the window forgiven " + windowResets + " times");
    }
    if (total.failures.containsKey("HTTP 401")) {
      warnings.add("401: is the secret, or the token file, the server's?");
    }
    if (total.events.containsKey("error rate_limited")) {
      warnings.add("the server limited publishes: start it with HEDDLE_RATE_LIMIT=off");
    }
  }

  private Look look() {
    return new Look(
        System.nanoTime(),
        server.map(ProcessSampler::sample).orElse(ProcessSampler.Sample.UNKNOWN),
        own.sample().cpu(),
        loops.stream().map(loop -> loop.progress().waitedNanos()).toList());
  }

  private static double busy(Look from, Look until) {
    double most = 0;
    double elapsed = until.at - from.at;
    for (int i = 0; elapsed > 0 && i < from.waitedNanos.size(); i++) {
      double waited = until.waitedNanos.get(i) - from.waitedNanos.get(i);
      most = Math.max(most, Math.clamp(1 - waited / elapsed, 0, 1));
    }
    return most;
  }

  private static OptionalDouble seconds(Optional<Duration> from, Optional<Duration> until) {
    return from.isPresent() && until.isPresent()
        ? OptionalDouble.of(until.get().minus(from.get()).toNanos() / 1e9)
        : OptionalDouble.empty();
  }
}
