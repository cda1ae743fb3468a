package io.heddle.cluster.redis;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gives every message of a subscription an id from the mark before it, a checksum of its channel
 * and payload, and how many such there were behind that mark: the same on all nodes, so that a room
 * drops what a successor brings a second time. Only an equal message can ever be taken for it, even
 * where nodes hear other channels, or a Redis Cluster hands them messages in another order.
 * Messages are counted as they come out of the socket, those that are dropped there, too. Not
 * thread-safe: part of one subscription's listener.
 */
final class ChannelIds {
  /** Different messages between two marks that are told apart; about 8 MB. */
  static final int MOST = 50_000;

  private static final int CHECKSUM_BYTES = 9;

  private final MessageDigest digest = sha256();
  private final Map<String, Integer> behindMark = new HashMap<>();
  private Optional<String> base = Optional.empty();

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException fault) {
      throw new IllegalStateException(fault);
    }
  }

  /** A mark has come. */
  void marked(ChannelMark mark) {
    if (!mark.isFarewell()) {
      base = Optional.of(mark.reader() + "-" + mark.number());
      behindMark.clear();
    }
  }

  /**
   * The id of the message that has come. Before the first mark, and behind very many messages
   * without one, it is an id that no other node gives.
   */
  MadeUpId next(byte[] channel, byte[] payload) {
    if (behindMark.size() >= MOST) {
      base = Optional.empty();
      behindMark.clear();
    }
    return base.map(mark -> new MadeUpId(mark + "-" + numbered(channel, payload), true))
        .orElseGet(MadeUpId::random);
  }

  private String numbered(byte[] channel, byte[] payload) {
    String checksum = checksum(channel, payload);
    return checksum + "-" + behindMark.merge(checksum, 1, Integer::sum);
  }

  private String checksum(byte[] channel, byte[] payload) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(channel.length).array());
    digest.update(channel);
    byte[] part = new byte[CHECKSUM_BYTES];
    System.arraycopy(digest.digest(payload), 0, part, 0, part.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
  }
}
