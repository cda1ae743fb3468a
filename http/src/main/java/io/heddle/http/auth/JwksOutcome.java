package io.heddle.http.auth;

import java.util.Locale;

/** What became of a fetch of a set of keys. */
enum JwksOutcome {
  FETCHED("keys were fetched"),
  UNREACHABLE("nobody answers"),
  TIMEOUT("no whole answer in time"),
  STATUS("the answer is not 200"),
  TOO_LARGE("the answer is larger than 1 MiB"),
  MALFORMED("the answer is no set of keys"),
  NO_KEYS("the answer holds no key that can be used");

  private final String text;

  JwksOutcome(String text) {
    this.text = text;
  }

  /** One line for people. */
  String text() {
    return text;
  }

  /** The word that stands in meters. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
