package io.heddle.cluster.redis;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  /** Short enough for an id of at most 64 bytes to begin with it. */
  private static final Pattern FORM = Pattern.compile("([!-~]{1,20}) (\\d{1,18}) (\\d{1,18})");

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
    Matcher words = FORM.matcher(new String(payload, StandardCharsets.UTF_8));
    return words.matches()
        ? Optional.of(
            new ChannelMark(
                words.group(1), Long.parseLong(words.group(2)), Long.parseLong(words.group(3))))
        : Optional.empty();
  }
}
