package io.heddle.cluster.sharding;

import io.heddle.cluster.codec.FabricSerializer;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ExtendedActorSystem;

/** Loses messages on their way to another node, for all nodes of this process. */
public final class LossySerializer extends FabricSerializer {
  private static final Map<String, AtomicInteger> LOSE = new ConcurrentHashMap<>();

  /** Called by Pekko. */
  public LossySerializer(ExtendedActorSystem system) {
    super(system);
  }

  /** Loses the next so many of a kind. */
  static AtomicInteger lose(String manifest, int times) {
    AtomicInteger left = new AtomicInteger(times);
    LOSE.put(manifest, left);
    return left;
  }

  static void loseNothing() {
    LOSE.clear();
  }

  @Override
  public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
    if (isLost(manifest) || (manifest.startsWith("for-") && isLost(within(buffer)))) {
      throw new NotSerializableException(manifest + " is lost, as a test wants it");
    }
    return super.fromBinary(buffer, manifest);
  }

  private static boolean isLost(String manifest) {
    AtomicInteger left = LOSE.get(manifest);
    return left != null && left.getAndUpdate(times -> Math.max(0, times - 1)) > 0;
  }

  /** The manifest that a message begins with that holds another one. */
  private static String within(ByteBuffer buffer) {
    ByteBuffer start = buffer.duplicate();
    byte[] manifest = new byte[start.get()];
    start.get(manifest);
    return new String(manifest, StandardCharsets.UTF_8);
  }
}
