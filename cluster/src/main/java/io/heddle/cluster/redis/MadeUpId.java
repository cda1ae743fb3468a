package io.heddle.cluster.redis;

import java.util.Optional;
import java.util.UUID;

/**
 * The id of a message that brings none.
 *
 * @param text at most 64 bytes
 * @param common whether every node gives the message this id, so that a room can know it by that
 */
record MadeUpId(String text, boolean common) {
  /** One that only this node gives. */
  static MadeUpId random() {
    return new MadeUpId(UUID.randomUUID().toString(), false);
  }

  /** What keeps the message from being published by two nodes. */
  Optional<String> key() {
    return common ? Optional.of(text) : Optional.empty();
  }
}
