package io.heddle.actors.connection;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ids for messages that came without one: version 4 UUIDs (RFC 9562), unique but, unlike a
 * connection's id, not hard to guess: nothing is granted to who knows one.
 */
public final class MessageIds {
  private MessageIds() {}

  /** The next id, in its canonical form of 36 characters. */
  public static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }
}
