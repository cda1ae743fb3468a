package io.heddle.cluster.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What came on the channels and may not have been seen to, cut into intervals by the reader's
 * marks. The reader empties it; on a node that stands by it forgets what the reader has done, so
 * that a successor begins where the one before it ended. Part of the ingress's actor, but for the
 * ends of deliveries.
 */
final class ChannelBacklog {
  /** How long a message waits for a reader. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  private static final long MOST_BYTES = 64L << 20;

  private final int most;
  private final Consumer<ChannelMessage> dropped;
  private final Deque<Interval> intervals = new ArrayDeque<>();
  private Optional<ChannelMark> done = Optional.empty();
  private int waiting;
  private long bytes;

  /**
   * An empty backlog.
   *
   * @param most messages that it holds
   * @param dropped is told of each that is forgotten without having been seen to
   */
  ChannelBacklog(int most, Consumer<ChannelMessage> dropped) {
    this.most = most;
    this.dropped = dropped;
    intervals.add(new Interval());
  }

  /** What came between two marks. */
  private static final class Interval {
    private final Deque<ChannelMessage> messages = new ArrayDeque<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private Optional<ChannelMark> end = Optional.empty();

    boolean isOver() {
      return end.isPresent() && messages.isEmpty() && underWay.get() == 0;
    }

    boolean endsWithin(ChannelMark mark) {
      return end.filter(it -> it.reader().equals(mark.reader()) && it.number() <= mark.done())
          .isPresent();
    }
  }

  /** A message has come. */
  void came(ChannelMessage message) {
    intervals.getLast().messages.add(message);
    waiting++;
    bytes += message.payload().length;
    while (waiting > most || bytes > MOST_BYTES) {
      forgetFirst();
    }
  }

  /** A mark has come, on the node that reads, too. */
  void marked(ChannelMark mark, boolean reading) {
    intervals.getLast().end = Optional.of(mark);
    intervals.add(new Interval());
    if (!reading && intervals.stream().anyMatch(it -> it.endsWithin(mark))) {
      boolean last;
      do {
        Interval first = intervals.removeFirst();
        last = first.endsWithin(mark) && !intervals.getFirst().endsWithin(mark);
        first.messages.forEach(this::release);
      } while (!last);
    }
  }

  /** Hands over the oldest as long as they are taken; each is told when it has been seen to. */
  void empty(Predicate<Delivery> taker) {
    for (Interval interval : intervals) {
      while (!interval.messages.isEmpty()) {
        ChannelMessage first = interval.messages.getFirst();
        interval.underWay.incrementAndGet();
        if (!taker.test(new Delivery(first, interval.underWay::decrementAndGet))) {
          interval.underWay.decrementAndGet();
          return;
        }
        interval.messages.removeFirst();
        release(first);
      }
    }
  }

  /** A message on its way; {@code over} is to be run once, from any thread. */
  record Delivery(ChannelMessage message, Runnable over) {}

  /** The last of this reader's marks before which everything has been seen to; 0 for none. */
  long done(String reader) {
    while (intervals.size() > 1 && intervals.getFirst().isOver()) {
      done = intervals.removeFirst().end.or(() -> done);
    }
    return done.filter(mark -> mark.reader().equals(reader)).map(ChannelMark::number).orElse(0L);
  }

  /** Forgets what has waited for too long: nobody reads, or the reader says nothing. */
  void expire(long nanoTime) {
    while (waiting > 0 && nanoTime - first().cameAt() > LONGEST.toNanos()) {
      forgetFirst();
    }
  }

  /** How many messages wait. */
  int size() {
    return waiting;
  }

  private ChannelMessage first() {
    return intervals.stream()
        .filter(interval -> !interval.messages.isEmpty())
        .findFirst()
        .orElseThrow()
        .messages
        .getFirst();
  }

  private void forgetFirst() {
    for (Interval interval : intervals) {
      if (!interval.messages.isEmpty()) {
        ChannelMessage first = interval.messages.removeFirst();
        release(first);
        dropped.accept(first);
        return;
      }
    }
  }

  private void release(ChannelMessage message) {
    waiting--;
    bytes -= message.payload().length;
  }
}
