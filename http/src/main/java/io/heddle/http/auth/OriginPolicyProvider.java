package io.heddle.http.auth;

import io.heddle.config.Settings;

/** Makes an extension's {@link OriginPolicy}; found by {@link java.util.ServiceLoader}. */
public interface OriginPolicyProvider {
  /**
   * Called once, at start; what it throws is a fault at start.
   *
   * @param standard the policy of the settings, to ask where this one has no opinion
   */
  OriginPolicy create(OriginPolicy standard, Settings settings);
}
