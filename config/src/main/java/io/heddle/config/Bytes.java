package io.heddle.config;

/**
 * A number of bytes.
 *
 * @param value zero or more
 */
public record Bytes(long value) implements Comparable<Bytes> {
  /** Refuses a negative size. */
  public Bytes {
    if (value < 0) {
      throw new IllegalArgumentException("a size is not negative: " + value);
    }
  }

  /**
   * As an {@code int}, for array and buffer sizes; throws {@link ArithmeticException} at 2 GiB and
   * over.
   */
  public int intValue() {
    return Math.toIntExact(value);
  }

  /**
   * Whether this is the size zero, by which some settings say "no limit" or "as the system has it".
   */
  public boolean isZero() {
    return value == 0;
  }

  @Override
  public int compareTo(Bytes other) {
    return Long.compare(value, other.value);
  }
}
