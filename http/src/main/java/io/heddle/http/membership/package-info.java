/**
 * Users' groups from a service that is asked over HTTP. Made by the application's wiring where the
 * settings say so; asked by connections through {@code MembershipSource}. It knows neither rooms
 * nor connections.
 */
@NullMarked
package io.heddle.http.membership;

import org.jspecify.annotations.NullMarked;
