/**
 * How far users have come in rooms with cursors, so that what they missed while they were away is
 * sent at the next connect: where a connection begins, and what is written as it goes on.
 * Connections call it; it knows the log, and neither rooms nor sockets.
 */
@NullMarked
package io.heddle.actors.cursor;

import org.jspecify.annotations.NullMarked;
