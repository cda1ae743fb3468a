package io.heddle.app.bench;

import java.util.Arrays;

/**
 * Which publications of its room a connection has received, by the room's publish number 0, 1, 2 …
 *
 * <p>Kept as the next number beyond all that came, and the gaps below it. Deliveries in order cost
 * 32 bytes a connection in all; each gap costs 8 more until it is filled. At {@link #MAX_GAPS} the
 * oldest gap is given up: it stays counted as missing, and should it still be filled, that counts
 * as a duplicate, so that no fault is ever taken for success. One thread.
 */
final class Arrivals {
  static final int MAX_GAPS = 1024;
  private static final int[] NONE = {};

  private int next;
  private int distinct;
  private int used;
  private int[] gaps = NONE;

  /** Notes one delivery; false when it had come before. */
  boolean add(int number) {
    if (number >= next) {
      if (number > next) {
        insert(used, next, number);
      }
      next = number + 1;
    } else if (!fill(number)) {
      return false;
    }
    distinct++;
    return true;
  }

  /** How many different publications have come. */
  int distinct() {
    return distinct;
  }

  private boolean fill(int number) {
    for (int i = used - 2; i >= 0; i -= 2) {
      int from = gaps[i];
      int until = gaps[i + 1];
      if (number >= until) {
        return false;
      }
      if (number >= from) {
        narrow(i, from, until, number);
        return true;
      }
    }
    return false;
  }

  private void narrow(int at, int from, int until, int filled) {
    if (from == filled && until == filled + 1) {
      System.arraycopy(gaps, at + 2, gaps, at, used - at - 2);
      used -= 2;
    } else if (from == filled) {
      gaps[at] = filled + 1;
    } else if (until == filled + 1) {
      gaps[at + 1] = filled;
    } else {
      gaps[at + 1] = filled;
      insert(at + 2, filled + 1, until);
    }
  }

  private void insert(int at, int from, int until) {
    int index = at;
    if (used == 2 * MAX_GAPS) {
      System.arraycopy(gaps, 2, gaps, 0, used - 2);
      used -= 2;
      index = Math.max(0, at - 2);
    } else if (used == gaps.length) {
      gaps = Arrays.copyOf(gaps, Math.max(4, 2 * used));
    }
    System.arraycopy(gaps, index, gaps, index + 2, used - index);
    gaps[index] = from;
    gaps[index + 1] = until;
    used += 2;
  }
}
