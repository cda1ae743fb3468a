package io.heddle.cluster.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The state of the ingress, for readiness checks. Written by one {@link RedisIngress}; safe to read
 * from any thread.
 */
public final class RedisLink {
  private final CompletableFuture<Done> first = new CompletableFuture<>();
  private volatile RedisStatus status;

  /** A link that is down since {@code start}. */
  public RedisLink(Instant start) {
    status = new RedisStatus(false, start, 0);
  }

  /** How it is at this moment. */
  public RedisStatus status() {
    return status;
  }

  /** Completes with the first confirmed subscription, on the ingress's thread; never fails. */
  public CompletionStage<Done> firstSubscription() {
    return first.minimalCompletionStage();
  }

  /** The subscription is confirmed; answers how long there was none. */
  Duration up(Instant now) {
    RedisStatus before = status;
    status = new RedisStatus(true, now, before.gaps());
    first.complete(Done.getInstance());
    return Duration.between(before.since(), now);
  }

  /** There is no subscription; whether that is news, and a new gap. */
  boolean down(Instant now) {
    RedisStatus before = status;
    boolean lost = before.up();
    boolean neverThere = before.gaps() == 0;
    if (lost || neverThere) {
      status = new RedisStatus(false, lost ? now : before.since(), before.gaps() + 1);
    }
    return lost || neverThere;
  }
}
