package io.heddle.cluster.codec;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Stamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The result of an append as bytes: each draft's offset, less than 0 for a duplicate. */
public final class StampCodec {
  private StampCodec() {}

  /** The bytes of a result. */
  public static byte[] encode(List<Stamp> stamps) {
    ByteBuffer buffer = ByteBuffer.allocate(stamps.size() * Long.BYTES);
    for (Stamp stamp : stamps) {
      long offset = stamp.position().offset();
      buffer.putLong(stamp.duplicate() ? -offset : offset);
    }
    return buffer.array();
  }

  /** The result of bytes that {@link #encode} made. */
  public static List<Stamp> decode(String epoch, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    List<Stamp> stamps = new ArrayList<>(bytes.length / Long.BYTES);
    while (buffer.hasRemaining()) {
      stamps.add(of(epoch, buffer.getLong()));
    }
    return stamps;
  }

  /** One draft's place; less than 0 for a duplicate. */
  public static Stamp of(String epoch, long offset) {
    return new Stamp(new Position(epoch, Math.abs(offset)), offset < 0);
  }
}
