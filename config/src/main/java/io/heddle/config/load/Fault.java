package io.heddle.config.load;

import java.util.Optional;

/**
 * One thing that is wrong with the configuration. Holds no value of a secret.
 *
 * @param key the setting's key, or the variable's or file's name where no key is meant
 * @param origin where the fault stands
 * @param text what is wrong and what is expected
 * @param nearest the known name or value that was probably meant
 */
public record Fault(String key, Origin origin, String text, Optional<String> nearest) {
  /** Without a suggestion. */
  Fault(String key, Origin origin, String text) {
    this(key, origin, text, Optional.empty());
  }

  /**
   * The fault in one line, such as {@code heddle.websocket.prot (heddle.conf:3): unknown key; did
   * you mean …?}.
   */
  public String line() {
    var where = origin.text().equals(key) ? "" : " (" + origin.text() + ")";
    var meant = nearest.map(name -> "; did you mean " + name + "?").orElse("");
    return key + where + ": " + text + meant;
  }
}
