/**
 * The bytes of RFC 6455: the opening handshake, the frame decoder of a connection, and the encoders
 * of the frames that a server sends. Called by the HTTP route that answers an upgrade and by the
 * stage of each connection. Everything here is a function of bytes and header values: it may not
 * know streams, actors, sockets, JSON, rooms or dialects.
 */
@NullMarked
package io.heddle.http.websocket;

import org.jspecify.annotations.NullMarked;
