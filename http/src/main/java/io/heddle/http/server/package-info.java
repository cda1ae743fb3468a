/**
 * The server that holds the sockets, under a Pekko HTTP route: accepts them and reads one request
 * head. An upgrade goes to the route at once, and what the route answers with takes the socket;
 * anything else is Pekko HTTP's server layer's. Knows heads and answers, no frames, rooms or
 * actors. See docs/decisions/0008.
 */
@NullMarked
package io.heddle.http.server;

import org.jspecify.annotations.NullMarked;
