package io.heddle.cluster.codec;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;

/**
 * Counts messages between nodes that were dropped since they could not be written or read. One an
 * actor system, since Pekko makes the serializer by itself; safe to use from any thread.
 */
public final class WireFaults implements Extension {
  private final LongAdder unwritable = new LongAdder();
  private final LongAdder tooLarge = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder malformed = new LongAdder();

  private WireFaults() {}

  /** The counts of an actor system. */
  public static WireFaults of(ActorSystem<?> system) {
    return system.registerExtension(Id.INSTANCE);
  }

  /** Registers the meters; to be called once a registry. */
  public void bind(MeterRegistry registry) {
    bind(registry, "unwritable", unwritable);
    bind(registry, "too_large", tooLarge);
    bind(registry, "unknown", unknown);
    bind(registry, "malformed", malformed);
  }

  private static void bind(MeterRegistry registry, String reason, LongAdder count) {
    FunctionCounter.builder("heddle.cluster.messages.dropped", count, LongAdder::doubleValue)
        .description("Messages between nodes that could not be written or read")
        .tag("reason", reason)
        .register(registry);
  }

  void unwritable() {
    unwritable.increment();
  }

  void tooLarge() {
    tooLarge.increment();
  }

  void unknown() {
    unknown.increment();
  }

  void malformed() {
    malformed.increment();
  }

  private static final class Id extends ExtensionId<WireFaults> {
    private static final Id INSTANCE = new Id();

    @Override
    public WireFaults createExtension(ActorSystem<?> system) {
      return new WireFaults();
    }
  }
}
