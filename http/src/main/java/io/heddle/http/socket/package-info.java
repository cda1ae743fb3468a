/**
 * The socket side of a connection: the stage that reads commands and writes frames, the outbox
 * between it and everybody who has something to say, and the route that upgrades a request to it.
 * The stage knows bytes on both ends and no transport, so that another server can carry it.
 */
@NullMarked
package io.heddle.http.socket;

import org.jspecify.annotations.NullMarked;
