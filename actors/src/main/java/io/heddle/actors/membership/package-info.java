/**
 * Which groups a user is in: who is asked at connect ({@code MembershipSource}), within which time,
 * and what holds where there is no answer. Called by connections; sources over the network are in
 * other modules, and this package knows none of them.
 */
@NullMarked
package io.heddle.actors.membership;

import org.jspecify.annotations.NullMarked;
