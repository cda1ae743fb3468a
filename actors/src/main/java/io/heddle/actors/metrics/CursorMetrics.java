package io.heddle.actors.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What cursors count. */
public final class CursorMetrics {
  private final Map<Start, Counter> starts = new EnumMap<>(Start.class);
  private final Map<Ignored, Counter> ignored = new EnumMap<>(Ignored.class);
  private final Counter byAck;
  private final Counter byPong;
  private final Counter written;
  private final Counter failed;
  private final Counter dropped;

  /** Registers the meters. */
  public CursorMetrics(MeterRegistry registry) {
    for (Start start : Start.values()) {
      starts.put(
          start,
          counter(
              registry,
              "heddle.cursor.starts",
              "outcome",
              start,
              "Rooms with cursors that a connection was let into"));
    }
    for (Ignored reason : Ignored.values()) {
      ignored.put(
          reason,
          counter(
              registry,
              "heddle.cursor.acks.ignored",
              "reason",
              reason,
              "Acknowledgements of clients that moved nothing"));
    }
    byAck = moved(registry, "ack");
    byPong = moved(registry, "pong");
    written = writes(registry, "written");
    failed = writes(registry, "failed");
    dropped = writes(registry, "dropped");
  }

  private static Counter counter(
      MeterRegistry registry, String name, String tag, Enum<?> value, String description) {
    return Counter.builder(name)
        .description(description)
        .tag(tag, value.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private static Counter moved(MeterRegistry registry, String by) {
    return Counter.builder("heddle.cursor.moves")
        .description("Cursors that a client or its pong moved, before they are gathered")
        .tag("by", by)
        .register(registry);
  }

  private static Counter writes(MeterRegistry registry, String outcome) {
    return Counter.builder("heddle.cursor.writes")
        .description("Cursors given to the log")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** What is known of a user at connect. */
  public enum Start {
    /** The log knew without reading that there is nothing. */
    NOTHING,
    /** Nothing was missed since the cursor. */
    CURRENT,
    /** Something is to be sent. */
    MISSED,
    /** The log could not be read; the cursor stays where it is. */
    UNREAD
  }

  /** Why an acknowledgement moved nothing. */
  public enum Ignored {
    /** The client is not in the room. */
    NOT_SUBSCRIBED,
    /** It has acknowledged as much before. */
    BACKWARDS,
    /** The room has another epoch. */
    EPOCH,
    /** The room has not come so far. */
    BEYOND_HEAD,
    /** The log could not tell whether the position is the room's, or did not know the room. */
    UNKNOWN
  }

  /** A connection begins in a room with cursors. */
  public void started(Start start) {
    Objects.requireNonNull(starts.get(start)).increment();
  }

  /** An acknowledgement moved nothing. */
  public void ignored(Ignored reason) {
    Objects.requireNonNull(ignored.get(reason)).increment();
  }

  /** A client said how far it has come. */
  public void acked() {
    byAck.increment();
  }

  /** A pong showed how far a client has come. */
  public void ponged() {
    byPong.increment();
  }

  /** The log has so many cursors. */
  public void written(int count) {
    written.increment(count);
  }

  /** The log has not, or nobody knows; they are tried again. */
  public void failed(int count) {
    failed.increment(count);
  }

  /** So many were given up, and what was acknowledged comes again. */
  public void dropped(int count) {
    dropped.increment(count);
  }
}
