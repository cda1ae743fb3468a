/**
 * The bytes of HTTP/1.1 that an upgrade begins with (RFC 9112): the head of a request that asks for
 * a WebSocket, and the answers to it. Called by the connection server. Everything here is a
 * function of bytes and models of requests: it may not know channels, loops, streams or rooms.
 */
@NullMarked
package io.heddle.http.head;

import org.jspecify.annotations.NullMarked;
