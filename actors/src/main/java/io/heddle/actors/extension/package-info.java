/**
 * Code of applications inside the server: handlers of messages of their own, authorisers of rooms,
 * listeners. They are interfaces to implement and the pools that run them, so that code which
 * blocks, fails or never answers harms nobody else. Connections call it; it knows no socket.
 */
@NullMarked
package io.heddle.actors.extension;

import org.jspecify.annotations.NullMarked;
