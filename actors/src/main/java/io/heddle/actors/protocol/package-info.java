/**
 * What is said inside the fabric: the values (rooms, positions, publications) and the sealed
 * messages, one file for each direction ({@code ToRoom}, {@code ToConnection}, …), so that a file's
 * name tells who listens. Everybody may use it; it knows no actor's inside, no JSON and no socket.
 */
@NullMarked
package io.heddle.actors.protocol;

import org.jspecify.annotations.NullMarked;
