/**
 * What bad, slow, many and vanishing clients do to a node, and what a node that stops does to them.
 * Every class has nodes of its own, on real sockets.
 */
@NullMarked
package io.heddle.app.socket;

import org.jspecify.annotations.NullMarked;
