package io.heddle.app.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/** What a run was and what came of it; {@link ReportText} and {@link ReportJson} write it. */
record Report(
    String url,
    String load,
    boolean interrupted,
    Connections connections,
    Optional<Traffic> traffic,
    Map<String, Long> events,
    Optional<Server> server,
    Generator generator,
    List<String> warnings) {

  /** Microseconds. */
  record Spread(double p50, double p99, double p999, double max) {
    static Spread of(Histogram nanos) {
      return new Spread(
          nanos.getValueAtPercentile(50) / 1e3,
          nanos.getValueAtPercentile(99) / 1e3,
          nanos.getValueAtPercentile(99.9) / 1e3,
          nanos.getMaxValue() / 1e3);
    }
  }

  /**
   * Connections.
   *
   * @param ready subscribed, even if lost later
   * @param lost after they had been ready
   * @param perSecond ready ones, from the first start to the last ready
   */
  record Connections(
      int wanted,
      int ready,
      int failed,
      int lost,
      Map<String, Long> failures,
      Map<String, Long> losses,
      double perSecond,
      Spread timeToReady) {}

  /**
   * Publishes and deliveries. The exact counts are over all of the run, warm-up included; rates and
   * latencies are of the measured time.
   *
   * @param behind due in the open loop and not sent by the end
   * @param windowResets times that a closed loop forgave lost deliveries
   * @param received different deliveries
   * @param stray deliveries to the wrong room
   * @param sendLag how late publishes were sent: part of the latency, and the generator's own
   */
  record Traffic(
      double seconds,
      long publishes,
      long behind,
      long windowResets,
      long expected,
      long received,
      long missing,
      long duplicates,
      long stray,
      double deliveriesPerSecond,
      double bytesPerSecond,
      Spread latency,
      Spread sendLag) {}

  /**
   * The process of {@code --pid}; bytes.
   *
   * @param residentBefore before the first connect
   * @param residentConnected when all were ready, of an idle run after the wait
   * @param cpuSeconds in the measured time
   */
  record Server(
      long pid,
      OptionalLong residentBefore,
      OptionalLong residentConnected,
      OptionalLong residentAfter,
      OptionalLong residentPerConnection,
      OptionalDouble cpuSeconds) {}

  /**
   * The generator itself.
   *
   * @param cpuSeconds in the measured time
   * @param busy share of the measured time that its busiest thread did not wait, 0 to 1
   */
  record Generator(int threads, OptionalDouble cpuSeconds, double rampBusy, double busy) {}

  /** Nobody failed, nobody was lost, and each delivery came exactly once to the right place. */
  boolean clean() {
    return connections.ready == connections.wanted
        && connections.lost == 0
        && traffic.map(t -> t.missing == 0 && t.duplicates == 0 && t.stray == 0).orElse(true);
  }
}
