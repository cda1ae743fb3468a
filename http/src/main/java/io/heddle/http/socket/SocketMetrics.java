package io.heddle.http.socket;

import io.heddle.actors.protocol.CloseCode;
import io.heddle.http.websocket.Violation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What the sockets count. */
public final class SocketMetrics {
  private final Counter bytesIn;
  private final Counter bytesOut;
  private final Counter messagesIn;
  private final Counter writes;
  private final Counter droppedFull;
  private final Counter droppedClosed;
  private final Counter pings;
  private final Counter closedByClient;
  private final Counter aborted;
  private final Counter binary;
  private final Map<CloseCode, Counter> closed = new EnumMap<>(CloseCode.class);
  private final Map<Violation, Counter> violations = new EnumMap<>(Violation.class);

  /** Registers the meters. */
  public SocketMetrics(MeterRegistry registry) {
    bytesIn = counter(registry, "heddle.socket.bytes.in", "Bytes that sockets brought");
    bytesOut = counter(registry, "heddle.socket.bytes.out", "Bytes given to sockets");
    messagesIn = counter(registry, "heddle.socket.messages.in", "Text messages that came whole");
    writes = counter(registry, "heddle.socket.writes", "Writes; each may join several frames");
    pings = counter(registry, "heddle.socket.pings", "Pings that the server sent");
    binary = counter(registry, "heddle.socket.binary", "Binary messages that came");
    droppedFull = dropped(registry, "full");
    droppedClosed = dropped(registry, "closed");
    closedByClient = end(registry, "client");
    aborted = end(registry, "aborted");
    for (CloseCode code : CloseCode.values()) {
      closed.put(code, end(registry, code.name().toLowerCase(Locale.ROOT)));
    }
    for (Violation violation : Violation.values()) {
      violations.put(
          violation,
          Counter.builder("heddle.socket.violations")
              .description("Connections that broke RFC 6455")
              .tag("rule", violation.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private static Counter dropped(MeterRegistry registry, String reason) {
    return Counter.builder("heddle.socket.frames.dropped")
        .description("Frames that did not go into an outbox")
        .tag("reason", reason)
        .register(registry);
  }

  private static Counter end(MeterRegistry registry, String reason) {
    return Counter.builder("heddle.connections.closed")
        .description("Connections that ended, by what ended them")
        .tag("reason", reason)
        .register(registry);
  }

  void read(int bytes) {
    bytesIn.increment(bytes);
  }

  void message() {
    messagesIn.increment();
  }

  void binary() {
    binary.increment();
  }

  void wrote(int bytes) {
    writes.increment();
    bytesOut.increment(bytes);
  }

  void pinged() {
    pings.increment();
  }

  void droppedFull() {
    droppedFull.increment();
  }

  void droppedClosed() {
    droppedClosed.increment();
  }

  void violated(Violation violation) {
    Counter counter = violations.get(violation);
    if (counter != null) {
      counter.increment();
    }
  }

  void closedBy(CloseCode code) {
    Counter counter = closed.get(code);
    if (counter != null) {
      counter.increment();
    }
  }

  void closedByClient() {
    closedByClient.increment();
  }

  void aborted() {
    aborted.increment();
  }
}
