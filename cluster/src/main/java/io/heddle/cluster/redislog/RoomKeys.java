package io.heddle.cluster.redislog;

import io.heddle.actors.protocol.RoomName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Names of a room's keys. All lie in one slot of a Redis Cluster: the hash tag is a digest of the
 * name, so that a brace in a name does no harm. The name itself stands in the meta.
 */
final class RoomKeys {
  private static final int DIGEST_BYTES = 15;

  private final String prefix;

  RoomKeys(RoomName room) {
    this.prefix = "heddle:log:{" + digest(room.value()) + "}:";
  }

  /** Meta, stream, idempotency keys, idempotency keys by age. */
  byte[][] all() {
    return new byte[][] {key("meta"), key("log"), key("keys"), key("ages")};
  }

  /** Meta and stream. */
  byte[][] ofPublications() {
    return new byte[][] {key("meta"), key("log")};
  }

  /** A user's cursors. */
  byte[] cursors(String user) {
    return key("cursors:" + user);
  }

  private byte[] key(String name) {
    return (prefix + name).getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      byte[] part = Arrays.copyOf(hash, DIGEST_BYTES);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
    } catch (NoSuchAlgorithmException fault) {
      throw new IllegalStateException(fault);
    }
  }
}
