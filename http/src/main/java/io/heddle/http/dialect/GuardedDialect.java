package io.heddle.http.dialect;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dialect whose encoder never throws, since actors that many share call it: a fault becomes a
 * {@link Frame#fault}, which closes the connections that speak the dialect and no others. Each is
 * counted, and logged under the reference that the close names.
 *
 * <p>What does not change is asked for once, so that nothing else of the dialect runs in an actor.
 */
record GuardedDialect(
    String name, Encoder encoder, boolean takesWhenFull, boolean announcesClose, Dialect guarded)
    implements Dialect {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedDialect.class);

  /** Guards a dialect. */
  static Dialect of(Dialect dialect, MeterRegistry registry) {
    String name = Objects.requireNonNull(dialect.name(), "its dialect has no name");
    Encoder encoder = Objects.requireNonNull(dialect.encoder(), "its dialect has no encoder");
    Counter faults =
        Counter.builder("heddle.dialect.faults")
            .description("Events that a dialect could not encode")
            .tag("dialect", name)
            .register(registry);
    return new GuardedDialect(
        name,
        event -> encode(encoder, event, name, faults),
        dialect.takesWhenFull(),
        dialect.announcesClose(),
        dialect);
  }

  private static Frame encode(Encoder encoder, Event event, String name, Counter faults) {
    try {
      return Objects.requireNonNull(encoder.encode(event), "the frame is null");
    } catch (Throwable fault) {
      if (fault instanceof VirtualMachineError fatal && !(fault instanceof StackOverflowError)) {
        throw fatal;
      }
      faults.increment();
      String reference = UUID.randomUUID().toString();
      LOG.error(
          "Dialect {} cannot encode {}, reference {}",
          name,
          event.getClass().getSimpleName(),
          reference,
          fault);
      return Frame.fault(CloseCode.INTERNAL_ERROR.text() + ", reference " + reference);
    }
  }

  @Override
  public void decode(byte[] utf8, int from, int to, Consumer<ClientCommand> sink) {
    guarded.decode(utf8, from, to, sink);
  }
}
