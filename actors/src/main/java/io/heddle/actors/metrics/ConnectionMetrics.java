package io.heddle.actors.metrics;

import io.heddle.actors.protocol.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What connections and their node count. */
public final class ConnectionMetrics {
  private final AtomicInteger open = new AtomicInteger();
  private final Counter opened;
  private final Counter refusedFull;
  private final Counter refusedDraining;
  private final Counter commands;
  private final Counter publishRetries;
  private final Counter publishTimeouts;
  private final Counter publishesRefused;
  private final MembershipMetrics memberships;
  private final CursorMetrics cursors;
  private final Map<ErrorCode, Counter> errors = new EnumMap<>(ErrorCode.class);

  /** Registers the meters. */
  public ConnectionMetrics(MeterRegistry registry) {
    Gauge.builder("heddle.connections", open, AtomicInteger::get)
        .description("Connections that are open on this node")
        .register(registry);
    opened =
        Counter.builder("heddle.connections.opened")
            .description("Connections that were opened on this node")
            .register(registry);
    memberships = new MembershipMetrics(registry);
    refusedFull = refused(registry, "full");
    refusedDraining = refused(registry, "draining");
    commands =
        Counter.builder("heddle.commands")
            .description("Commands that clients of this node sent")
            .register(registry);
    publishRetries = publishes(registry, "repeated");
    publishTimeouts = publishes(registry, "timeout");
    publishesRefused = publishes(registry, "refused");
    cursors = new CursorMetrics(registry);
    for (ErrorCode code : ErrorCode.values()) {
      errors.put(
          code,
          Counter.builder("heddle.errors")
              .description("Errors that clients of this node were told")
              .tag("code", code.code())
              .register(registry));
    }
  }

  private static Counter refused(MeterRegistry registry, String reason) {
    return Counter.builder("heddle.connections.refused")
        .description("Connections that were closed before they had an actor")
        .tag("reason", reason)
        .register(registry);
  }

  private static Counter publishes(MeterRegistry registry, String outcome) {
    return Counter.builder("heddle.publishes.unanswered")
        .description(
            "Publishes without an answer in time, or refused since too many were under way")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** What cursors of users count. */
  public CursorMetrics cursors() {
    return cursors;
  }

  /** A connection has got its actor. */
  public void opened() {
    opened.increment();
    open.incrementAndGet();
  }

  /** A connection's actor has ended. */
  public void ended() {
    open.decrementAndGet();
  }

  /** How many connections are open on this node now; readable from any thread. */
  public int open() {
    return open.get();
  }

  /** A connection came when there was no room for it. */
  public void refusedFull() {
    refusedFull.increment();
  }

  /** A connection came while the node drains. */
  public void refusedDraining() {
    refusedDraining.increment();
  }

  /** What is counted of their users' groups. */
  public MembershipMetrics memberships() {
    return memberships;
  }

  /** A client sent a command. */
  public void command() {
    commands.increment();
  }

  /** A client was told an error. */
  public void error(ErrorCode code) {
    Counter counter = errors.get(code);
    if (counter != null) {
      counter.increment();
    }
  }

  /** A batch is sent to its room again. */
  public void publishRepeated() {
    publishRetries.increment();
  }

  /** A backend's publish is refused, since too many are under way. */
  public void publishRefused() {
    publishesRefused.increment();
  }

  /** A batch is given up; whether it was published is unknown. */
  public void publishTimedOut() {
    publishTimeouts.increment();
  }
}
