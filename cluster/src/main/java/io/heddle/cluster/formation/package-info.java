/**
 * How this node becomes one of several: its own address, the others', who begins the cluster where
 * there is none, what all must agree on, and what it sees of them afterwards. Used by the program
 * that wires a node; knows nothing of rooms.
 */
@NullMarked
package io.heddle.cluster.formation;

import org.jspecify.annotations.NullMarked;
