package io.heddle.config.load;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that a mistyped one was probably meant to be. */
final class NearestName {
  private static final int FAR = Integer.MAX_VALUE;

  private NearestName() {}

  /** The nearest of some names, if any is near. */
  static Optional<String> of(String wrong, Collection<String> known) {
    return known.stream()
        .map(name -> new Scored(name, Math.min(mistyped(wrong, name), misplaced(wrong, name))))
        .filter(scored -> scored.score < FAR)
        .min(Comparator.comparingInt(Scored::score).thenComparing(Scored::name))
        .map(Scored::name);
  }

  private record Scored(String name, int score) {}

  /** Two letters may differ, or a third of what follows the common beginning. */
  private static int mistyped(String wrong, String name) {
    int common = 0;
    while (common < Math.min(wrong.length(), name.length())
        && wrong.charAt(common) == name.charAt(common)) {
      common++;
    }
    int edits = distance(wrong, name);
    return edits <= Math.max(2, (wrong.length() - common) / 3) ? edits : FAR;
  }

  /** A key may stand in the wrong group, and one letter of its last word may differ. */
  private static int misplaced(String wrong, String name) {
    if (wrong.indexOf('.') < 0 || name.indexOf('.') < 0) {
      return FAR;
    }
    int edits = distance(lastWord(wrong), lastWord(name));
    return edits <= 1 ? edits + 1 : FAR;
  }

  private static String lastWord(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  /**
   * Edits from one text to the other: insert, delete, replace, or swap two neighbours (optimal
   * string alignment).
   */
  static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = i == 0 ? j : j == 0 ? i : cheapest(edits, a, b, i, j);
      }
    }
    return edits[a.length()][b.length()];
  }

  private static int cheapest(int[][] edits, String a, String b, int i, int j) {
    int replace = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replace, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
  }
}
