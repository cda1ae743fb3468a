package io.heddle.http.auth;

import java.util.Locale;

/** Why somebody is not let in; as a tag of meters it is in lower case. */
public enum RefusalReason {
  NO_CREDENTIALS(401),
  UNSUPPORTED_SCHEME(401),
  INVALID_TOKEN(401),
  TOKEN_EXPIRED(401),
  ORIGIN(403),
  ROLE(403),
  CONTENT_TYPE(415),
  /** Who it is cannot be told now: a key cannot be fetched, or an extension fails. */
  UNAVAILABLE(503);

  private final int status;

  RefusalReason(int status) {
    this.status = status;
  }

  /** The HTTP status of the answer. */
  public int status() {
    return status;
  }

  /** The word that stands in meters. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
