/**
 * The fabric as code outside the actors uses it: admin routes, ingress, and applications. It knows
 * no socket and no wire format.
 */
@NullMarked
package io.heddle.actors.fabric;

import org.jspecify.annotations.NullMarked;
