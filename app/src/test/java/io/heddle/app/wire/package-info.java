/**
 * A node to test and the other end of its sockets. Called by the end-to-end tests, and knows
 * nothing of what they look for.
 */
@NullMarked
package io.heddle.app.wire;

import org.jspecify.annotations.NullMarked;
