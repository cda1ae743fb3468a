package io.heddle.actors.payload;

/**
 * Finds escapes of unpaired surrogates (RFC 8259, section 8.2): valid by the grammar, but no text,
 * and every receiver's parser treats them differently.
 */
final class Surrogates {
  private Surrogates() {}

  /**
   * Looks at JSON whose grammar may not have been checked yet; a broken escape is left to the
   * parser.
   */
  static void check(byte[] json, int from, int to) throws MalformedJsonException {
    int at = from;
    while (at < to) {
      if (json[at] != '\\') {
        at++;
      } else if (at + 1 < to && json[at + 1] == 'u') {
        int unit = unit(json, at, to);
        boolean high = unit >= 0xD800 && unit <= 0xDBFF;
        boolean low = unit >= 0xDC00 && unit <= 0xDFFF;
        if (low || (high && !isLow(unit(json, at + 6, to)))) {
          throw new MalformedJsonException("invalid JSON format: unpaired surrogate in a string");
        }
        at += high ? 12 : 6;
      } else {
        at += 2;
      }
    }
  }

  private static boolean isLow(int unit) {
    return unit >= 0xDC00 && unit <= 0xDFFF;
  }

  /** The UTF-16 unit that is escaped at {@code at}, or -1 where there is no whole escape. */
  private static int unit(byte[] json, int at, int to) {
    if (at + 6 > to || json[at] != '\\' || json[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Character.digit(json[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }
}
