package io.heddle.cluster.redis;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels where several nodes hear them: one reads, by a place in Redis that it keeps twice a
 * second, and the others stand by with what it may not have seen to. Part of the ingress's actor.
 */
final class SharedChannels {
  /** How long the place outlives a node that has died. */
  static final Duration KEPT = Duration.ofMillis(1500);

  /** How often the reader says how far it is, and the others look whether there is one. */
  static final Duration TURN = Duration.ofMillis(500);

  /**
   * How long a node has listened before it may read: one that has just come has not heard what the
   * reader before it may have left.
   */
  static final Duration LISTENED = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(SharedChannels.class);

  private final ChannelMetrics metrics;
  private final ChannelBacklog backlog;
  private final Predicate<ChannelBacklog.Delivery> taker;
  private final Duration listened;
  private Optional<RedisSubscription> subscription = Optional.empty();
  private String token = "";
  private long subscribedAt;
  private long heldUntil;
  private long answeredAt;
  private long marks;
  private boolean reading;

  /**
   * Nobody reads yet.
   *
   * @param most messages that may wait
   * @param taker hands one on, or says that it cannot at this moment
   * @param listened how long to hear the channels before reading them
   */
  SharedChannels(
      int most,
      ChannelMetrics metrics,
      Predicate<ChannelBacklog.Delivery> taker,
      Duration listened) {
    this.metrics = metrics;
    this.backlog = new ChannelBacklog(most, _ -> metrics.forgotten());
    this.taker = taker;
    this.listened = listened;
  }

  /** The channels are subscribed to. */
  void subscribed(RedisSubscription open) {
    subscription = Optional.of(open);
    token = UUID.randomUUID().toString().substring(0, 18);
    marks = 0;
    subscribedAt = System.nanoTime();
    answeredAt = subscribedAt;
  }

  /** The subscription is gone; who reads by another one knows more. */
  void lost() {
    subscription = Optional.empty();
    stopReading();
  }

  void came(ChannelMessage message) {
    backlog.came(message);
    readOn();
  }

  /** A mark has come; true where the place is free now. */
  boolean marked(ChannelMark mark) {
    if (mark.isFarewell()) {
      return true;
    }
    backlog.marked(mark, mark.reader().equals(token));
    return false;
  }

  /** Asks for the place, or to keep it; empty where it is too early. */
  Optional<CompletionStage<Boolean>> hold() {
    long now = System.nanoTime();
    readOn();
    backlog.expire(now);
    metrics.waiting(backlog.size());
    if (subscription.isEmpty() || now - subscribedAt < listened.toNanos()) {
      return Optional.empty();
    }
    ChannelMark mark = new ChannelMark(token, ++marks, backlog.done(token));
    return Optional.of(subscription.get().hold(KEPT, mark));
  }

  /**
   * The answer; where there was none, the place may not be ours any more, and the messages wait.
   *
   * @param asked when it was asked for, by {@link System#nanoTime()}
   * @return whether there was no answer for as long as messages wait, so that there is no sense in
   *     keeping them by this subscription
   */
  boolean held(Optional<Boolean> answer, long asked) {
    if (answer.isPresent()) {
      answeredAt = System.nanoTime();
    }
    if (answer.orElse(false)) {
      hand(asked);
    } else {
      stopReading();
    }
    return System.nanoTime() - answeredAt > ChannelBacklog.LONGEST.toNanos();
  }

  private void hand(long asked) {
    heldUntil = asked + KEPT.toNanos();
    if (!reading) {
      reading = true;
      metrics.reading(true);
      LOG.info("Reading the channels of Redis, {} messages wait", backlog.size());
    }
    readOn();
  }

  private void stopReading() {
    if (reading) {
      reading = false;
      metrics.reading(false);
      LOG.info("Standing by for the channels of Redis");
    }
  }

  private void readOn() {
    if (reading && System.nanoTime() - heldUntil < 0) {
      backlog.empty(taker);
    }
  }

  /** Gives the place up for somebody else to take at once. */
  Optional<CompletionStage<Boolean>> leave() {
    boolean was = reading;
    stopReading();
    return was
        ? subscription.map(open -> open.leave(ChannelMark.farewell(token)))
        : Optional.empty();
  }
}
