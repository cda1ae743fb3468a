package io.heddle.app.bench;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The report for people. */
final class ReportText {
  private final StringBuilder text = new StringBuilder();

  private ReportText() {}

  static String write(Report report) {
    ReportText writer = new ReportText();
    writer.text.append(
        String.format(
            Locale.ROOT,
            "%s, %s%s\n",
            report.url(),
            report.load(),
            report.interrupted() ? ", INTERRUPTED" : ""));
    writer.connections(report.connections());
    report.traffic().ifPresent(writer::traffic);
    writer.counts("other event", report.events());
    report.server().ifPresent(writer::server);
    Report.Generator generator = report.generator();
    writer.text.append(
        String.format(
            Locale.ROOT,
            "generator    threads %d  CPU %s  busy %.0f %% (ramp %.0f %%)\n",
            generator.threads(),
            seconds(generator.cpuSeconds()),
            100 * generator.busy(),
            100 * generator.rampBusy()));
    report
        .warnings()
        .forEach(
            warning ->
                writer.text.append(String.format(Locale.ROOT, "WARNING      %s\n", warning)));
    writer.text.append(
        String.format(Locale.ROOT, "result       %s\n", report.clean() ? "ok" : "NOT OK"));
    return writer.text.toString();
  }

  private void connections(Report.Connections c) {
    text.append(
        String.format(
            Locale.ROOT,
            "connections  wanted %d  ready %d  failed %d  lost %d\n",
            c.wanted(),
            c.ready(),
            c.failed(),
            c.lost()));
    counts("failed", c.failures());
    counts("lost", c.losses());
    text.append(String.format(Locale.ROOT, "connects     %.0f/s\n", c.perSecond()));
    spread("to ready", c.timeToReady());
  }

  private void traffic(Report.Traffic t) {
    text.append(
        String.format(
            Locale.ROOT,
            "publishes    %d  behind %d  window resets %d  (measured %.1f s)\n",
            t.publishes(),
            t.behind(),
            t.windowResets(),
            t.seconds()));
    text.append(
        String.format(
            Locale.ROOT,
            "deliveries   expected %d  received %d  missing %d  duplicates %d  stray %d\n",
            t.expected(),
            t.received(),
            t.missing(),
            t.duplicates(),
            t.stray()));
    text.append(
        String.format(
            Locale.ROOT,
            "rate         %.0f deliveries/s  %.2f MB/s\n",
            t.deliveriesPerSecond(),
            t.bytesPerSecond() / 1e6));
    spread("latency", t.latency());
    spread("send lag", t.sendLag());
  }

  private void server(Report.Server s) {
    text.append(
        String.format(
            Locale.ROOT,
            "server       pid %d  resident %s before, %s connected, %s after  per connection %s\n",
            s.pid(),
            mebibytes(s.residentBefore()),
            mebibytes(s.residentConnected()),
            mebibytes(s.residentAfter()),
            s.residentPerConnection().isPresent()
                ? String.format(
                    Locale.ROOT, "%.1f KiB", s.residentPerConnection().getAsLong() / 1024.0)
                : "unknown"));
    text.append(String.format(Locale.ROOT, "             CPU %s\n", seconds(s.cpuSeconds())));
  }

  private void spread(String name, Report.Spread s) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-12s p50 %.0f  p99 %.0f  p99.9 %.0f  max %.0f us\n",
            name,
            s.p50(),
            s.p99(),
            s.p999(),
            s.max()));
  }

  private void counts(String name, Map<String, Long> counts) {
    counts.forEach(
        (reason, count) ->
            text.append(String.format(Locale.ROOT, "  %-10s %d × %s\n", name, count, reason)));
  }

  private static String seconds(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%.2f s", value.getAsDouble())
        : "unknown";
  }

  private static String mebibytes(OptionalLong bytes) {
    return bytes.isPresent()
        ? String.format(Locale.ROOT, "%.1f MiB", bytes.getAsLong() / 1048576.0)
        : "unknown";
  }
}
