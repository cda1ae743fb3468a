package io.heddle.cluster.redis;

/** What came on a channel. Its bytes are nobody's to change. */
final class ChannelMessage {
  private final IngressRow row;
  private final byte[] channel;
  private final byte[] payload;
  private final MadeUpId id;
  private final long cameAt;

  /**
   * @param id for a message that brings none
   * @param cameAt by {@link System#nanoTime()}
   */
  ChannelMessage(IngressRow row, byte[] channel, byte[] payload, MadeUpId id, long cameAt) {
    this.row = row;
    this.channel = channel;
    this.payload = payload;
    this.id = id;
    this.cameAt = cameAt;
  }

  IngressRow row() {
    return row;
  }

  byte[] channel() {
    return channel;
  }

  byte[] payload() {
    return payload;
  }

  MadeUpId id() {
    return id;
  }

  long cameAt() {
    return cameAt;
  }
}
