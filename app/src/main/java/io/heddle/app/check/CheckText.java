package io.heddle.app.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A report in words and in JSON. */
final class CheckText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckText() {}

  /** For a terminal. */
  static String text(CheckReport report) {
    String lines =
        lines(report).entrySet().stream()
            .map(line -> "%-14s %s%n".formatted(line.getKey(), line.getValue()))
            .collect(Collectors.joining());
    return lines + (report.isClean() ? "clean" : "NOT CLEAN") + System.lineSeparator();
  }

  /** For a page of documentation. */
  static String markdown(CheckReport report) {
    return lines(report).entrySet().stream()
        .map(line -> "| %s | %s |\n".formatted(line.getKey(), line.getValue()))
        .collect(Collectors.joining("", "| | |\n|---|---|\n", ""));
  }

  static String json(CheckReport report) {
    ObjectNode json = JSON.createObjectNode();
    json.put("clean", report.isClean());
    json.put("scenario", report.scenario()).put("seed", report.seed());
    json.put("nodes", report.nodes()).put("clients", report.clients());
    json.put("rooms", report.rooms()).put("rate", report.rate());
    json.put("took_ms", report.took().toMillis());
    json.put("published", report.published()).put("acknowledged", report.acknowledged());
    json.put("repeats", report.repeats()).put("delivered", report.delivered());
    report.byWay().forEach(json.putObject("acknowledged_by_way")::put);
    json.put("lost", report.lost()).put("duplicated", report.duplicated());
    json.put("reordered", report.reordered()).put("gaps", report.gaps());
    json.put("not_recovered", report.notRecovered()).put("reconnects", report.reconnects());
    json.putObject("stall_ms")
        .put("p50", report.stall().p50().toMillis())
        .put("p99", report.stall().p99().toMillis())
        .put("max", report.stall().max().toMillis());
    return json.toPrettyString();
  }

  private static Map<String, String> lines(CheckReport report) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("scenario", report.scenario() + ", seed " + report.seed());
    lines.put(
        "load",
        "%d nodes, %d clients in %d rooms, %d publishes/s"
            .formatted(report.nodes(), report.clients(), report.rooms(), report.rate()));
    lines.put("took", seconds(report.took()));
    lines.put("published", Long.toString(report.published()));
    lines.put(
        "acknowledged",
        "%d (%s), %d tries repeated"
            .formatted(report.acknowledged(), ways(report.byWay()), report.repeats()));
    lines.put("delivered", Long.toString(report.delivered()));
    lines.put("lost", Long.toString(report.lost()));
    lines.put("duplicated", Long.toString(report.duplicated()));
    lines.put("reordered", Long.toString(report.reordered()));
    lines.put("gaps", Long.toString(report.gaps()));
    lines.put("not recovered", Long.toString(report.notRecovered()));
    lines.put("reconnects", Long.toString(report.reconnects()));
    lines.put(
        "longest stall",
        "of a client: p50 %s, p99 %s, max %s"
            .formatted(
                seconds(report.stall().p50()),
                seconds(report.stall().p99()),
                seconds(report.stall().max())));
    return lines;
  }

  private static String ways(Map<String, Long> byWay) {
    return byWay.entrySet().stream()
        .map(way -> way.getKey() + " " + way.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String seconds(Duration duration) {
    return "%.2f s".formatted(duration.toMillis() / 1000.0);
  }
}
