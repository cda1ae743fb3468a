package io.heddle.http.auth;

import io.heddle.config.Settings;

/** Makes an extension's {@link Authenticator}; found by {@link java.util.ServiceLoader}. */
public interface AuthenticatorProvider {
  /**
   * Called once, at start; what it throws is a fault at start.
   *
   * @param standard the one that verifies tokens as the settings say, to ask for what this one does
   *     not know
   */
  Authenticator create(Authenticator standard, Settings settings);
}
