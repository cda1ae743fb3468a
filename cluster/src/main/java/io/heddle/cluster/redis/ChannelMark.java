package io.heddle.cluster.redis;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the node that reads the channels says on a channel of its own, twice a second. Redis hands
 * it to all subscribers at the same place between the other messages, so it is a place that all
 * nodes know.
 *
 * @param reader the token of the node that reads
 * @param number counts the reader's marks from 1; 0 where it gives its place up
 * @param done the reader's last mark before which every message has been seen to
 */
record ChannelMark(String reader, long number, long done) {
  /** Where marks are published. */
  static final String CHANNEL = "heddle:channels:progress";

  /** The reader leaves, and its place is free. */
  static ChannelMark farewell(String reader) {
    return new ChannelMark(reader, 0, 0);
  }

  boolean isFarewell() {
    return number == 0;
  }

  String text() {
    return reader + " " + number + " " + done;
  }

  /** Empty where somebody else has published there. */
  static Optional<ChannelMark> parse(byte[] payload) {
    String[] words = new String(payload, StandardCharsets.UTF_8).split(" ", -1);
    if (words.length != 3 || words[0].isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ChannelMark(words[0], Long.parseLong(words[1]), Long.parseLong(words[2])));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
