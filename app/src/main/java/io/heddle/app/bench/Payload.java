package io.heddle.app.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The {@code data} of our publications: {@code {"t":…,"n":…,"k":…,"r":"…","p":"xxx…"}}, with the
 * scheduled time in nanoseconds of the run, the room's publish number, the room and the run. It is
 * written and found again as bytes, without a JSON tree, because a delivery is looked at hundreds
 * of thousands of times a second. One thread.
 */
final class Payload {
  /** What the fields need at their longest: an hour of nanoseconds, 10 digits, 6 digits. */
  static final int MIN_BYTES = 80;

  /** Below the server's default message size by a wide margin. */
  static final int MAX_BYTES = 400_000;

  private static final byte[] TIME = ascii("{\"t\":");
  private static final byte[] NUMBER = ascii(",\"n\":");
  private static final byte[] ROOM = ascii(",\"k\":");

  private final byte[] run;
  private final byte[] padding;
  private final int size;
  private final byte[] digits = new byte[20];
  private int likelyOffset;
  private long time;
  private int number;
  private int room;
  private int at;

  /**
   * @param run tells our deliveries from those of others in the same room; 8 characters
   * @param size of the data in bytes
   */
  Payload(String run, int size) {
    this.run = ascii(",\"r\":\"" + run + "\",\"p\":\"");
    this.size = size;
    this.padding = new byte[size];
    Arrays.fill(padding, (byte) 'x');
  }

  int size() {
    return size;
  }

  /** Appends exactly {@link #size()} bytes. */
  void write(ByteBuffer out, long time, int number, int room) {
    int start = out.position();
    out.put(TIME);
    decimal(out, time);
    out.put(NUMBER);
    decimal(out, number);
    out.put(ROOM);
    decimal(out, room);
    out.put(run);
    out.put(padding, 0, size - (out.position() - start) - 2);
    out.put((byte) '"').put((byte) '}');
  }

  /** Looks for a publication of this run; true sets {@link #time()}, number and room. */
  boolean find(byte[] bytes, int from, int until) {
    // All receivers of a publication get the same bytes, so it mostly stands where it last stood.
    if (readAt(bytes, from + likelyOffset, until)) {
      return true;
    }
    int last = until - MIN_BYTES + 20;
    for (int i = from; i < last; i++) {
      if (bytes[i] == '{'
          && bytes[i + 1] == '"'
          && bytes[i + 2] == 't'
          && readAt(bytes, i, until)) {
        likelyOffset = i - from;
        return true;
      }
    }
    return false;
  }

  /** Scheduled time, nanoseconds of the run. */
  long time() {
    return time;
  }

  int number() {
    return number;
  }

  int room() {
    return room;
  }

  private boolean readAt(byte[] bytes, int from, int until) {
    at = from;
    if (!expect(bytes, TIME, until)) {
      return false;
    }
    time = number(bytes, until);
    if (!expect(bytes, NUMBER, until)) {
      return false;
    }
    number = (int) number(bytes, until);
    if (!expect(bytes, ROOM, until)) {
      return false;
    }
    room = (int) number(bytes, until);
    return expect(bytes, run, until);
  }

  private boolean expect(byte[] bytes, byte[] wanted, int until) {
    int end = at + wanted.length;
    if (end > until || !Arrays.equals(bytes, at, end, wanted, 0, wanted.length)) {
      return false;
    }
    at = end;
    return true;
  }

  private long number(byte[] bytes, int until) {
    long value = 0;
    while (at < until && bytes[at] >= '0' && bytes[at] <= '9') {
      value = value * 10 + (bytes[at++] - '0');
    }
    return value;
  }

  private void decimal(ByteBuffer out, long value) {
    int i = digits.length;
    long rest = value;
    do {
      digits[--i] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    out.put(digits, i, digits.length - i);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
