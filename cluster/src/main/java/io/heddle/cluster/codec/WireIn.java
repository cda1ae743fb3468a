package io.heddle.cluster.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;

/**
 * Reads what {@link WireOut} wrote.
 *
 * <p>Whatever does not fit is an {@link IllegalArgumentException} or, where the bytes end too
 * early, a {@link java.nio.BufferUnderflowException}.
 */
final class WireIn {
  private static final int GROUP = 0x7f;

  private final ByteBuffer buffer;
  private final ActorRefResolver refs;

  WireIn(ByteBuffer buffer, ActorRefResolver refs) {
    this.buffer = buffer;
    this.refs = refs;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = buffer.get();
      value |= (long) (next & GROUP) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number without an end");
  }

  int count() {
    return Math.toIntExact(number());
  }

  boolean flag() {
    return switch (buffer.get()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw new IllegalArgumentException("neither yes nor no");
    };
  }

  byte[] bytes() {
    long length = number();
    if (length < 0 || length > buffer.remaining()) {
      throw new IllegalArgumentException("a field of " + length + " bytes");
    }
    byte[] value = new byte[(int) length];
    buffer.get(value);
    return value;
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  UUID uuid() {
    return new UUID(eight(), eight());
  }

  private long eight() {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << Byte.SIZE) | (buffer.get() & 0xff);
    }
    return value;
  }

  <T> ActorRef<T> ref() {
    return refs.resolveActorRef(text());
  }

  <T> Optional<T> optional(Function<WireIn, T> read) {
    return flag() ? Optional.of(read.apply(this)) : Optional.empty();
  }

  /** A list; each of its elements takes a byte at least, so a false length reserves no memory. */
  <T> List<T> all(Function<WireIn, T> read) {
    int size = count();
    if (size < 0 || size > buffer.remaining()) {
      throw new IllegalArgumentException("a list of " + size);
    }
    List<T> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(read.apply(this));
    }
    return values;
  }

  /** A message within a message. */
  <T> T nested(Class<T> type) {
    String manifest = text();
    WireForm<?> form =
        WireForms.find(manifest).orElseThrow(() -> new UnknownFormException(manifest));
    return type.cast(form.read().apply(this));
  }
}
