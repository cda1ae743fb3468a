/**
 * The log in a file of the data folder, for a node that is alone. Started by the application; knows
 * no actor. All that blocks runs on threads of its own: one that writes, and a few that read.
 */
@NullMarked
package io.heddle.cluster.sqlite;

import org.jspecify.annotations.NullMarked;
