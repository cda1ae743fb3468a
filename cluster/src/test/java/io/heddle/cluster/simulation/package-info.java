/**
 * Many nodes in one process, on time that passes when the simulation says so: rooms, local rooms
 * and notices are the real ones, and what they say to other nodes goes through the real forms.
 * Simulated are the network, the failure detector, the placing of shards and the members. See
 * docs/scale.md.
 */
@NullMarked
package io.heddle.cluster.simulation;

import org.jspecify.annotations.NullMarked;
