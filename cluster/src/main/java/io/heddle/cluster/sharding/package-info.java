/**
 * Rooms as sharded entities, and the cluster that they are sharded over. The application's wiring
 * forms the cluster and starts the rooms; everybody else sees a {@code RoomRegion}. What a room
 * does is not known here: its behaviour comes from a factory.
 */
@NullMarked
package io.heddle.cluster.sharding;

import org.jspecify.annotations.NullMarked;
