/**
 * One node's connections: who is here, sweeps over them, and the drain. Called by the socket side
 * when a connection opens, and by {@code fabric}; it knows sockets only as {@code Socket}.
 */
@NullMarked
package io.heddle.actors.node;

import org.jspecify.annotations.NullMarked;
