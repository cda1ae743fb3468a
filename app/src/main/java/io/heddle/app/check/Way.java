package io.heddle.app.check;

import java.io.IOException;

/** A way in for publications. For one thread. */
interface Way extends AutoCloseable {
  /** Its word in the report. */
  String name();

  /**
   * Publishes under a key that belongs to the message, and returns when that was acknowledged.
   *
   * @throws IOException where nobody knows what became of it; to be repeated
   */
  void publish(String room, Message message) throws IOException, InterruptedException;

  @Override
  void close();
}
