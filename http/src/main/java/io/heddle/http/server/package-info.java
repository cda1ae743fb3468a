/**
 * The server that holds the sockets: Netty's event loops under a Pekko HTTP route. It reads one
 * request head; an upgrade goes to the route at once, and what the route answers with runs on the
 * socket's own loop; anything else is Pekko HTTP's server layer's. Knows bytes, heads and flows, no
 * frames, rooms or actors. See docs/decisions/0008.
 */
@NullMarked
package io.heddle.http.server;

import org.jspecify.annotations.NullMarked;
