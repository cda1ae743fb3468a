package io.heddle.config.load;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that a mistyped one was probably meant to be. */
final class NearestName {
  private NearestName() {}

  /**
   * The nearest of some names, if any is near: a third of the letters may differ, two always. A
   * name that stands in another place under the same last word ({@code heddle.port} for {@code
   * heddle.websocket.port}) is near too.
   */
  static Optional<String> of(String wrong, Collection<String> known) {
    int limit = Math.max(2, wrong.substring(wrong.indexOf('.') + 1).length() / 3);
    return known.stream()
        .map(name -> new Scored(name, score(wrong, name)))
        .filter(scored -> scored.score <= limit)
        .min(Comparator.comparingInt(Scored::score).thenComparing(Scored::name))
        .map(Scored::name);
  }

  private record Scored(String name, int score) {}

  private static int score(String wrong, String name) {
    int letters = distance(wrong, name);
    boolean sameLastWord = wrong.indexOf('.') >= 0 && lastWord(wrong).equals(lastWord(name));
    return sameLastWord ? Math.min(letters, 2) : letters;
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
