package io.heddle.app.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The report as one JSON object; what is unknown is left out. */
final class ReportJson {
  private ReportJson() {}

  static String write(Report report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("url", report.url());
    json.put("load", report.load());
    json.put("ok", report.clean());
    json.put("interrupted", report.interrupted());
    connections(json.putObject("connections"), report.connections());
    report.traffic().ifPresent(traffic -> traffic(json.putObject("traffic"), traffic));
    counts(json.putObject("events"), report.events());
    report.server().ifPresent(server -> server(json.putObject("server"), server));
    ObjectNode generator = json.putObject("generator");
    generator.put("threads", report.generator().threads());
    put(generator, "cpu_seconds", report.generator().cpuSeconds());
    generator.put("ramp_busy", report.generator().rampBusy());
    generator.put("busy", report.generator().busy());
    report.warnings().forEach(json.putArray("warnings")::add);
    return json.toString();
  }

  private static void connections(ObjectNode json, Report.Connections connections) {
    json.put("wanted", connections.wanted());
    json.put("ready", connections.ready());
    json.put("failed", connections.failed());
    json.put("lost", connections.lost());
    counts(json.putObject("failures"), connections.failures());
    counts(json.putObject("losses"), connections.losses());
    json.put("per_second", connections.perSecond());
    spread(json.putObject("time_to_ready_us"), connections.timeToReady());
  }

  private static void traffic(ObjectNode json, Report.Traffic traffic) {
    json.put("seconds", traffic.seconds());
    json.put("publishes", traffic.publishes());
    json.put("behind", traffic.behind());
    json.put("window_resets", traffic.windowResets());
    json.put("expected", traffic.expected());
    json.put("received", traffic.received());
    json.put("missing", traffic.missing());
    json.put("duplicates", traffic.duplicates());
    json.put("stray", traffic.stray());
    json.put("deliveries_per_second", traffic.deliveriesPerSecond());
    json.put("bytes_per_second", traffic.bytesPerSecond());
    spread(json.putObject("latency_us"), traffic.latency());
    spread(json.putObject("send_lag_us"), traffic.sendLag());
  }

  private static void server(ObjectNode json, Report.Server server) {
    json.put("pid", server.pid());
    put(json, "resident_before", server.residentBefore());
    put(json, "resident_connected", server.residentConnected());
    put(json, "resident_after", server.residentAfter());
    put(json, "resident_per_connection", server.residentPerConnection());
    put(json, "cpu_seconds", server.cpuSeconds());
  }

  private static void counts(ObjectNode json, Map<String, Long> counts) {
    counts.forEach(json::put);
  }

  private static void spread(ObjectNode json, Report.Spread spread) {
    json.put("p50", spread.p50());
    json.put("p99", spread.p99());
    json.put("p999", spread.p999());
    json.put("max", spread.max());
  }

  private static void put(ObjectNode json, String name, OptionalLong value) {
    value.ifPresent(v -> json.put(name, v));
  }

  private static void put(ObjectNode json, String name, OptionalDouble value) {
    value.ifPresent(v -> json.put(name, v));
  }
}
