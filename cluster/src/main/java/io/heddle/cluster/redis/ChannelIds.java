package io.heddle.cluster.redis;

import java.util.Optional;
import java.util.UUID;

/**
 * Gives every message of a subscription an id from the mark before it and its number behind that
 * mark: the same on all nodes, so that a room drops what a successor brings a second time. Messages
 * are counted as they come out of the socket, those that are dropped there, too, so that nodes of
 * which one is slower stay in step. Not thread-safe: part of one subscription's listener.
 */
final class ChannelIds {
  private Optional<String> base = Optional.empty();
  private int behindMark;

  /** A mark has come. */
  void marked(ChannelMark mark) {
    if (!mark.isFarewell()) {
      base = Optional.of(mark.reader() + "-" + mark.number());
      behindMark = 0;
    }
  }

  /** The id of the message that has come; before the first mark one that no other node gives. */
  String next() {
    String id =
        base.map(mark -> mark + "-" + behindMark).orElseGet(() -> UUID.randomUUID().toString());
    behindMark++;
    return id;
  }
}
