package io.heddle.cluster.codec;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Sender;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * A draft as bytes: a version, then each field with its length before it, then the data as it came.
 * Fields that are absent have length -1.
 *
 * <pre>
 * version(1) type messageId user client key conflationKey   each: length(4) UTF-8
 *                                                           client: length(4) = 16, two longs
 * data                                                      the rest
 * </pre>
 */
public final class DraftCodec {
  private static final byte VERSION = 1;
  private static final int ABSENT = -1;
  private static final int FIELDS = 6;

  private DraftCodec() {}

  /** The bytes of a draft. */
  public static byte[] encode(Draft draft) {
    byte[] type = utf8(draft.type());
    byte[] messageId = utf8(draft.messageId());
    Optional<byte[]> user = draft.sender().userId().map(DraftCodec::utf8);
    Optional<byte[]> client = draft.sender().clientId().map(DraftCodec::bytes);
    Optional<byte[]> key = draft.key().map(DraftCodec::utf8);
    Optional<byte[]> conflation = draft.conflationKey().map(DraftCodec::utf8);
    int size =
        1
            + FIELDS * Integer.BYTES
            + type.length
            + messageId.length
            + length(user)
            + length(client)
            + length(key)
            + length(conflation)
            + draft.data().size();
    ByteBuffer buffer = ByteBuffer.allocate(size).put(VERSION);
    put(buffer, Optional.of(type));
    put(buffer, Optional.of(messageId));
    put(buffer, user);
    put(buffer, client);
    put(buffer, key);
    put(buffer, conflation);
    return buffer.put(draft.data().bytes()).array();
  }

  /**
   * The draft of bytes that {@link #encode} made.
   *
   * @throws IllegalArgumentException where it did not make them
   */
  public static Draft decode(byte[] bytes) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      byte version = buffer.get();
      if (version != VERSION) {
        throw new IllegalArgumentException("a publication of version " + version + " is not known");
      }
      String type = text(buffer).orElseThrow(DraftCodec::incomplete);
      String messageId = text(buffer).orElseThrow(DraftCodec::incomplete);
      Optional<String> user = text(buffer);
      Optional<ClientId> client = field(buffer).map(DraftCodec::client);
      Optional<String> key = text(buffer);
      Optional<String> conflation = text(buffer);
      byte[] data = new byte[buffer.remaining()];
      buffer.get(data);
      return new Draft(
          type, Payload.ofChecked(data), messageId, new Sender(user, client), key, conflation);
    } catch (BufferUnderflowException fault) {
      throw new IllegalArgumentException("a publication that ends too early", fault);
    }
  }

  private static IllegalArgumentException incomplete() {
    return new IllegalArgumentException("a publication without type or id");
  }

  private static void put(ByteBuffer buffer, Optional<byte[]> field) {
    buffer.putInt(field.isPresent() ? field.get().length : ABSENT);
    field.ifPresent(buffer::put);
  }

  private static int length(Optional<byte[]> field) {
    return field.isPresent() ? field.get().length : 0;
  }

  private static Optional<byte[]> field(ByteBuffer buffer) {
    int length = buffer.getInt();
    if (length == ABSENT) {
      return Optional.empty();
    }
    if (length < 0 || length > buffer.remaining()) {
      throw new IllegalArgumentException("a field of " + length + " bytes");
    }
    byte[] field = new byte[length];
    buffer.get(field);
    return Optional.of(field);
  }

  private static Optional<String> text(ByteBuffer buffer) {
    return field(buffer).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ClientId client) {
    UUID id = client.value();
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static ClientId client(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new ClientId(new UUID(buffer.getLong(), buffer.getLong()));
  }
}
