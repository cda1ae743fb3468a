/** Clients, rooms and a log that do at random what they may do, and what must hold all the same. */
@NullMarked
package io.heddle.actors.proof;

import org.jspecify.annotations.NullMarked;
