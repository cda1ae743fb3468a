package io.heddle.cluster.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;

/**
 * Writes the parts of a message to another node. Only single bytes and arrays are put, so that the
 * form does not depend on the buffer's byte order, which is the transport's own. Numbers are in
 * groups of seven bits, lowest first; texts are UTF-8 behind their length.
 */
final class WireOut {
  private static final int GROUP = 0x7f;
  private static final int MORE = 0x80;

  private final ByteBuffer buffer;
  private final ActorRefResolver refs;

  WireOut(ByteBuffer buffer, ActorRefResolver refs) {
    this.buffer = buffer;
    this.refs = refs;
  }

  /** Any number; small ones that are not negative take least. */
  WireOut number(long value) {
    long rest = value;
    while ((rest & ~GROUP) != 0) {
      buffer.put((byte) ((rest & GROUP) | MORE));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
    return this;
  }

  WireOut flag(boolean value) {
    buffer.put((byte) (value ? 1 : 0));
    return this;
  }

  WireOut bytes(byte[] value) {
    number(value.length);
    buffer.put(value);
    return this;
  }

  WireOut text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  WireOut uuid(UUID value) {
    return eight(value.getMostSignificantBits()).eight(value.getLeastSignificantBits());
  }

  private WireOut eight(long value) {
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      buffer.put((byte) (value >>> shift));
    }
    return this;
  }

  WireOut ref(ActorRef<?> ref) {
    return text(refs.toSerializationFormat(ref));
  }

  <T> WireOut optional(Optional<T> value, BiConsumer<WireOut, T> write) {
    flag(value.isPresent());
    value.ifPresent(present -> write.accept(this, present));
    return this;
  }

  <T> WireOut all(Collection<T> values, BiConsumer<WireOut, T> write) {
    number(values.size());
    values.forEach(value -> write.accept(this, value));
    return this;
  }

  /** A message within a message, behind its manifest. */
  WireOut nested(Object message) {
    write(WireForms.of(message), message);
    return this;
  }

  private <T> void write(WireForm<T> form, Object message) {
    text(form.manifest());
    form.write().accept(this, form.type().cast(message));
  }
}
