package io.heddle.actors.membership;

import io.heddle.config.Settings;

/**
 * Makes an extension's {@link MembershipSource}; found by {@link java.util.ServiceLoader}, so it
 * has a public constructor without parameters. There can be one, and it stands in for what {@code
 * heddle.memberships.source} names.
 */
public interface MembershipSourceProvider {
  /**
   * Called once, at start; what it throws is a fault at start.
   *
   * @param standard the one that the settings name, to ask for what this one does not know
   */
  MembershipSource create(MembershipSource standard, Settings settings);
}
