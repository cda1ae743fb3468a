package io.heddle.actors.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What rooms count. */
public final class RoomMetrics {
  private final AtomicInteger rooms = new AtomicInteger();
  private final Counter publications;
  private final Counter duplicates;
  private final Counter deliveries;
  private final Counter gapsFilled;
  private final Counter gapsRead;
  private final Counter gapsLost;
  private final Counter fenced;
  private final Counter logFailures;
  private final Counter attachRetries;
  private final Counter recovered;
  private final Counter notRecovered;
  private final Counter trimmed;
  private final Counter unreadable;
  private final Counter replayed;
  private final Counter historyReads;
  private final Counter presenceTold;
  private final Counter presenceUnavailable;
  private final Counter announced;
  private final Counter returned;
  private final Counter full;
  private final Counter unreachable;

  /** Registers the meters. */
  public RoomMetrics(MeterRegistry registry) {
    Gauge.builder("heddle.rooms", rooms, AtomicInteger::get)
        .description("Rooms that clients of this node have subscribed to")
        .register(registry);
    publications =
        Counter.builder("heddle.room.publications")
            .description("Publications that rooms of this node stamped and logged")
            .register(registry);
    duplicates =
        Counter.builder("heddle.room.duplicates")
            .description("Drafts that were answered from an earlier one with the same key")
            .register(registry);
    deliveries =
        Counter.builder("heddle.room.deliveries")
            .description("Publications handed to members of this node, counted once a member")
            .register(registry);
    gapsFilled = gap(registry, "filled");
    gapsRead = gap(registry, "read");
    gapsLost = gap(registry, "lost");
    fenced = refusal(registry, "fenced");
    logFailures = refusal(registry, "log");
    full = refusal(registry, "full");
    unreachable = refusal(registry, "unreachable");
    recovered = recovery(registry, "recovered");
    notRecovered = recovery(registry, "not_recovered");
    trimmed = recovery(registry, "trimmed");
    unreadable = recovery(registry, "unreadable");
    replayed =
        Counter.builder("heddle.room.replayed")
            .description("Publications sent again to members that were away, counted once a member")
            .register(registry);
    historyReads =
        Counter.builder("heddle.room.reads")
            .description("Readings of the log for members that were away")
            .register(registry);
    presenceTold = presence(registry, "told");
    presenceUnavailable = presence(registry, "unavailable");
    announced = announcement(registry, "told");
    returned = announcement(registry, "returned");
    attachRetries =
        Counter.builder("heddle.room.attach.retries")
            .description("Attaches to a room that had to be repeated")
            .register(registry);
  }

  private static Counter recovery(MeterRegistry registry, String outcome) {
    return Counter.builder("heddle.room.recoveries")
        .description("Members that wanted to resume")
        .tag("outcome", outcome)
        .register(registry);
  }

  private static Counter presence(MeterRegistry registry, String outcome) {
    return Counter.builder("heddle.room.presence")
        .description("Questions of members of this node who is in a room")
        .tag("outcome", outcome)
        .register(registry);
  }

  private static Counter announcement(MeterRegistry registry, String outcome) {
    return Counter.builder("heddle.room.announcements")
        .description("Users that came to rooms of this node or left them")
        .tag("outcome", outcome)
        .register(registry);
  }

  private static Counter gap(MeterRegistry registry, String outcome) {
    return Counter.builder("heddle.room.gaps")
        .description("Gaps in the offsets that reached this node")
        .tag("outcome", outcome)
        .register(registry);
  }

  private static Counter refusal(MeterRegistry registry, String reason) {
    return Counter.builder("heddle.room.refusals")
        .description("Batches and joins that a room refused")
        .tag("reason", reason)
        .register(registry);
  }

  /** The first client of this node has subscribed to a room. */
  public void roomOpened() {
    rooms.incrementAndGet();
  }

  /** Nobody on this node is in a room any more, and its linger is over. */
  public void roomClosed() {
    rooms.decrementAndGet();
  }

  /** Rooms that clients of this node have subscribed to; readable from any thread. */
  public int rooms() {
    return rooms.get();
  }

  /** A room has logged so many publications. */
  public void published(int count) {
    publications.increment(count);
  }

  /** A draft had been published before. */
  public void duplicate() {
    duplicates.increment();
  }

  /** Members have been handed so many publications. */
  public void delivered(long count) {
    deliveries.increment((double) count);
  }

  /** A gap was noticed and what was missing came. */
  public void gapFilled() {
    gapsFilled.increment();
  }

  /** A gap was noticed that is longer than a room fills, and members read it from the log. */
  public void gapRead() {
    gapsRead.increment();
  }

  /** A gap was noticed and what was missing is gone. */
  public void gapLost() {
    gapsLost.increment();
  }

  /** Another writer has taken the room's log over. */
  public void fencedOff() {
    fenced.increment();
  }

  /** The log failed, so a batch is undecided. */
  public void logFailed() {
    logFailures.increment();
  }

  /** A join was refused for the room's capacity. */
  public void roomFull() {
    full.increment();
  }

  /** A join was refused since the room could not be reached in time. */
  public void roomUnreachable() {
    unreachable.increment();
  }

  /** A member wanted to resume; {@code whole} where it gets all that it missed. */
  public void resumed(boolean whole) {
    (whole ? recovered : notRecovered).increment();
  }

  /** What a member was being sent again is not kept any more. */
  public void replayTrimmed() {
    trimmed.increment();
  }

  /** The log did not give for long what a member was being sent again. */
  public void replayUnreadable() {
    unreadable.increment();
  }

  /** A member has been sent so many publications again. */
  public void replayed(int count) {
    replayed.increment(count);
  }

  /** The log is read for a member that was away. */
  public void historyRead() {
    historyReads.increment();
  }

  /** A member has been told who is in a room. */
  public void presenceTold() {
    presenceTold.increment();
  }

  /** A room did not answer in time who is in. */
  public void presenceUnavailable() {
    presenceUnavailable.increment();
  }

  /** Members are told that a user has come or left. */
  public void announced() {
    announced.increment();
  }

  /** A user who had left was back before anybody was told. */
  public void returned() {
    returned.increment();
  }

  /** An attach was not answered in time and is repeated. */
  public void attachRetried() {
    attachRetries.increment();
  }
}
