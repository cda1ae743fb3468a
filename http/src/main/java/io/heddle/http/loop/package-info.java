/**
 * Sockets on Netty's event loops: how bytes come and go, in one pass for all that have something to
 * write, and how a connection ends. Called by the connection server when it knows what a connection
 * is. Knows bytes, conversations and streams of bytes, no HTTP. See docs/decisions/0008.
 */
@NullMarked
package io.heddle.http.loop;

import org.jspecify.annotations.NullMarked;
