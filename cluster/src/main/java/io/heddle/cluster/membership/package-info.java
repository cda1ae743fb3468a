/**
 * Users' groups out of Redis. Made by the application's wiring where the settings say so; asked by
 * connections through {@code MembershipSource}. It knows neither rooms nor connections.
 */
@NullMarked
package io.heddle.cluster.membership;

import org.jspecify.annotations.NullMarked;
