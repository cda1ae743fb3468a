/**
 * The load generator behind {@code heddle bench}: it opens many WebSocket connections, subscribes
 * each to a room, publishes at a rate or with a window, and counts to the last delivery what came
 * back. The main command registers {@link io.heddle.app.bench.BenchCommand}; nothing else calls in.
 * It knows the wire protocol only and must not know the server's own classes, so that what it
 * measures is what any client would see.
 */
@NullMarked
package io.heddle.app.bench;

import org.jspecify.annotations.NullMarked;
