package io.heddle.http.head;

/** A set of ASCII characters: letters, digits and some marks. */
final class Characters {
  /** Of a header's name (RFC 9110, section 5.6.2). */
  static final Characters NAME = new Characters("!#$%&'*+-.^_`|~");

  /** Stand for themselves in a query, whoever parses it. */
  static final Characters QUERY = new Characters("-._~=&");

  private final boolean[] members = new boolean[128];

  private Characters(String marks) {
    marks.chars().forEach(mark -> members[mark] = true);
    for (char c = 0; c < members.length; c++) {
      members[c] |= Character.isLetterOrDigit(c);
    }
  }

  /** Whether nothing else stands in a text from here on. */
  boolean all(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) >= members.length || !members[text.charAt(i)]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text is what a header's value may be: visible ASCII, spaces and tabs. */
  static boolean printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\t' && (c < ' ' || c > '~')) {
        return false;
      }
    }
    return true;
  }
}
