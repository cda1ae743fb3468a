package io.heddle.http.dialect;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The text of a second, such as {@code 2026-01-31T08:15:30}. Nearly every event of a second is
 * stamped with that second, so the last one is remembered; threads may overwrite each other's,
 * which costs a formatting and nothing else.
 */
final class Seconds {
  private static Text last = format(0);

  private Seconds() {}

  /** The text of a second since 1970-01-01T00:00Z, without zone; to be read only. */
  static byte[] text(long epochSecond) {
    Text known = last;
    if (known.second != epochSecond) {
      known = format(epochSecond);
      last = known;
    }
    return known.bytes;
  }

  private static Text format(long epochSecond) {
    String withZone = Instant.ofEpochSecond(epochSecond).toString();
    return new Text(
        epochSecond,
        withZone.substring(0, withZone.length() - 1).getBytes(StandardCharsets.US_ASCII));
  }

  /** Final fields, so that it can be handed to another thread without a lock. */
  private static final class Text {
    final long second;
    final byte[] bytes;

    Text(long second, byte[] bytes) {
      this.second = second;
      this.bytes = bytes;
    }
  }
}
