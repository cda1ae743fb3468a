package io.heddle.config;

/** What an endpoint asks of those who connect. */
public enum AuthMode {
  /** Credentials come with the upgrade request, else it is answered 401. */
  UPGRADE,
  /**
   * The upgrade is taken without; a token follows in the first frame, within {@code
   * websocket.timeout}.
   */
  IN_BAND,
  /** Those who bring no credentials are let in without a user. */
  ANONYMOUS
}
