package io.heddle.actors.membership;

import static java.util.Objects.requireNonNull;

import io.heddle.actors.metrics.MembershipMetrics;
import io.heddle.actors.metrics.MembershipMetrics.Lookup;
import io.heddle.actors.protocol.GroupsFound;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.config.MembershipFallback;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a {@link MembershipSource}, within a time-out, and knows what holds where it has no answer.
 * Safe for any thread.
 */
public final class GroupLookup {
  /** Each is a room that the connection enters. */
  private static final int MOST_GROUPS = 10_000;

  /** An outage meets everybody who comes: one of them in the log is enough. */
  private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(GroupLookup.class);

  private final MembershipSource source;
  private final Duration timeout;
  private final MembershipFallback fallback;
  private final MembershipMetrics metrics;
  private final AtomicLong lastLine = new AtomicLong(System.nanoTime() - NANOS_BETWEEN_LINES);

  /**
   * A lookup.
   *
   * @param timeout for one answer
   * @param fallback what holds without one
   */
  public GroupLookup(
      MembershipSource source,
      Duration timeout,
      MembershipFallback fallback,
      MembershipMetrics metrics) {
    this.source = source;
    this.timeout = timeout;
    this.fallback = fallback;
    this.metrics = metrics;
  }

  /** The lookup of a node whose users' groups stand in their tokens. */
  public static GroupLookup byToken(MembershipMetrics metrics) {
    return new GroupLookup(
        MembershipSource.TOKEN, Duration.ZERO, MembershipFallback.TOKEN, metrics);
  }

  /** Whether somebody beside the token has to be asked about this identity. */
  public boolean asks(Identity identity) {
    return source != MembershipSource.TOKEN && identity.userId().isPresent();
  }

  /** Asks. Completes within the time-out, on any thread, and never with an exception. */
  public CompletionStage<GroupsFound> of(Identity identity) {
    return answer(identity)
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle((groups, fault) -> groups == null ? failed(identity, fault) : found(groups));
  }

  private CompletableFuture<Set<String>> answer(Identity identity) {
    CompletableFuture<Set<String>> answer = new CompletableFuture<>();
    try {
      requireNonNull(source.groups(identity), "no stage")
          .whenComplete((groups, fault) -> settle(answer, groups, fault));
    } catch (RuntimeException | LinkageError fault) {
      answer.completeExceptionally(fault);
    }
    return answer;
  }

  private static void settle(
      CompletableFuture<Set<String>> answer,
      @Nullable Set<String> groups,
      @Nullable Throwable fault) {
    if (groups != null && groups.size() > MOST_GROUPS) {
      answer.completeExceptionally(
          new IllegalStateException(groups.size() + " groups, more than " + MOST_GROUPS));
    } else if (groups != null) {
      answer.complete(groups);
    } else {
      answer.completeExceptionally(fault == null ? new NullPointerException("no groups") : fault);
    }
  }

  private GroupsFound found(Set<String> groups) {
    Set<String> fit =
        groups.stream()
            .filter(Objects::nonNull)
            .filter(group -> RoomName.ofGroup(group).isPresent())
            .collect(Collectors.toUnmodifiableSet());
    metrics.looked(Lookup.FOUND);
    metrics.unfit(groups.size() - fit.size());
    return new GroupsFound.Groups(fit, false);
  }

  private GroupsFound failed(Identity identity, @Nullable Throwable fault) {
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    boolean late = cause instanceof TimeoutException;
    metrics.looked(late ? Lookup.TIMEOUT : Lookup.FAILED);
    long last = lastLine.get();
    long now = System.nanoTime();
    if (now - last >= NANOS_BETWEEN_LINES && lastLine.compareAndSet(last, now)) {
      LOG.warn(
          "The groups of user {} are not known: {}",
          identity.userId().orElse(""),
          late ? "no answer within " + timeout : words(cause));
    }
    return switch (fallback) {
      case REFUSE -> {
        metrics.refused();
        yield new GroupsFound.Unknown();
      }
      case TOKEN -> new GroupsFound.Groups(identity.groups(), true);
    };
  }

  private static String words(@Nullable Throwable fault) {
    return fault == null || fault.getCause() == null
        ? String.valueOf(fault)
        : fault + ": " + fault.getCause();
  }
}
