/**
 * Rooms: {@code Room}, the single writer of a room's log, somewhere in the cluster; {@code
 * LocalRoom}, its fan-out on one node; {@code LocalRooms}, which keeps those of a node. Called by
 * connections and publishers; they know members, not sockets, and never how a cluster is made.
 */
@NullMarked
package io.heddle.actors.room;

import org.jspecify.annotations.NullMarked;
