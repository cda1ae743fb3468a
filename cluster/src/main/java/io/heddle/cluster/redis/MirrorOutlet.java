package io.heddle.cluster.redis;

import static java.util.Objects.requireNonNull;

import io.heddle.actors.protocol.Publication;
import io.heddle.actors.room.PublicationObserver;
import io.heddle.config.Bytes;
import io.heddle.config.RedisSettings;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/**
 * The rooms' side of the mirror: passes on at most once, in each room's order, what did not come
 * from Redis itself. Never blocks; what cannot be sent at once is dropped and counted. Safe to use
 * from any thread.
 *
 * <p>Nothing that came from Redis is passed on, whoever sent it: others on that Redis heard it when
 * this cluster did. So two clusters that mirror never send each other the same message twice.
 */
public final class MirrorOutlet implements PublicationObserver {
  private static final byte[] CHANNEL = IngressRow.ROOMS.channel().getBytes(StandardCharsets.UTF_8);

  /** What may be under way besides a number of messages: a few of the largest. */
  private static final Bytes MOST_BYTES = new Bytes(16 << 20);

  private final Map<MirrorOutcome, Counter> outcomes = new EnumMap<>(MirrorOutcome.class);
  private final String origin;
  private final int most;
  private final AtomicInteger messages = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final CompletableFuture<Done> first = new CompletableFuture<>();
  private volatile Optional<Way> way = Optional.empty();

  /**
   * Where publications go while there is a connection.
   *
   * @param silent is told when Redis does not answer, on one of lettuce's threads
   */
  record Way(StatefulRedisConnection<byte[], byte[]> connection, Runnable silent) {}

  /**
   * An outlet that has no connection yet.
   *
   * @param settings with an {@code origin}; at most {@code queue} messages are under way
   */
  public MirrorOutlet(RedisSettings settings, MeterRegistry registry) {
    this.origin =
        settings
            .origin()
            .orElseThrow(() -> new IllegalArgumentException("heddle.redis.origin is not set"));
    this.most = settings.queue();
    for (MirrorOutcome outcome : MirrorOutcome.values()) {
      outcomes.put(
          outcome,
          Counter.builder("heddle.mirror.messages")
              .description("Publications of rooms at the mirror, by what became of them")
              .tag("outcome", outcome.word())
              .register(registry));
    }
  }

  /** From now on this is the way; empty: there is none. */
  void use(Optional<Way> next) {
    way = next;
    if (next.isPresent()) {
      first.complete(Done.getInstance());
    }
  }

  /** Completes with the first connection, on the mirror's thread; never fails. */
  public CompletionStage<Done> firstConnection() {
    return first.minimalCompletionStage();
  }

  /** Whether there is a way at this moment. */
  boolean isConnected() {
    return way.isPresent();
  }

  @Override
  public void accepted(List<Publication> publications) {
    publications.forEach(this::pass);
  }

  private void pass(Publication publication) {
    Optional<Way> open = way;
    if (publication.draft().relayed()) {
      count(MirrorOutcome.RELAYED);
    } else if (open.isEmpty()) {
      count(MirrorOutcome.DISCONNECTED);
    } else {
      send(open.get(), MirrorEnvelope.encode(publication, origin));
    }
  }

  private void send(Way by, byte[] envelope) {
    int size = envelope.length;
    boolean fits = messages.incrementAndGet() <= most;
    if (bytes.addAndGet(size) > MOST_BYTES.value() || !fits) {
      settle(size, MirrorOutcome.OVERFLOW);
      return;
    }
    try {
      var _ =
          by.connection
              .async()
              .publish(CHANNEL, envelope)
              .whenComplete((_, fault) -> answered(by, size, fault));
    } catch (RedisException closing) {
      settle(size, MirrorOutcome.FAILED);
    }
  }

  private void answered(Way by, int size, @Nullable Throwable fault) {
    settle(size, fault == null ? MirrorOutcome.PUBLISHED : MirrorOutcome.FAILED);
    if (fault instanceof RedisCommandTimeoutException) {
      by.silent.run();
    }
  }

  private void settle(int size, MirrorOutcome outcome) {
    messages.decrementAndGet();
    bytes.addAndGet(-size);
    count(outcome);
  }

  private void count(MirrorOutcome outcome) {
    requireNonNull(outcomes.get(outcome)).increment();
  }
}
