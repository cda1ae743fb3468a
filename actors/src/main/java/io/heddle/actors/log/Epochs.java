package io.heddle.actors.log;

import java.util.concurrent.ThreadLocalRandom;

/** Names of epochs. */
public final class Epochs {
  private Epochs() {}

  /** A name of at most 12 characters that no room has had: 60 random bits. */
  public static String next() {
    return Long.toString(ThreadLocalRandom.current().nextLong(1L << 60), 36);
  }
}
