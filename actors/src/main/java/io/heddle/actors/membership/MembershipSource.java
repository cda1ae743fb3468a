package io.heddle.actors.membership;

import io.heddle.actors.protocol.Identity;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Knows which groups a user is in. Asked once for each connection of a user, when it comes in;
 * nobody is asked about anonymous ones. Live changes of the last {@code
 * heddle.memberships.remember} go before what it says.
 */
@FunctionalInterface
public interface MembershipSource {
  /** The groups that the user's token names; answers at once. */
  MembershipSource TOKEN = identity -> CompletableFuture.completedFuture(identity.groups());

  /**
   * Tells the groups of a user. Called by many threads at once, which it must not hold up; one of
   * an extension is called on threads of its own, and may. An exception, a stage that fails, none
   * at all, or no answer within {@code heddle.memberships.timeout} is no answer, and {@code
   * heddle.memberships.on-failure} says what holds then.
   *
   * @param identity a user, with what the credentials say
   * @return all groups of the user; empty for a user who is in none. A name that cannot be a room's
   *     is left out and counted
   */
  CompletionStage<Set<String>> groups(Identity identity);
}
