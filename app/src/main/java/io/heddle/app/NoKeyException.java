package io.heddle.app;

/** A node whose process is there for it alone has nothing to verify tokens with. */
public final class NoKeyException extends StartFailedException {
  private static final long serialVersionUID = 1;

  NoKeyException() {
    super(
        "no key to verify tokens with: set heddle.jwt.secret (HEDDLE_JWT_SECRET, 32 bytes or"
            + " more), heddle.jwt.public-key-file (HEDDLE_JWT_PUBLIC_KEY_FILE), heddle.jwt.jwks-url"
            + " (HEDDLE_JWT_JWKS_URL) or heddle.auth.issuers, or make every endpoint anonymous"
            + " (heddle.websocket.endpoints)");
  }
}
