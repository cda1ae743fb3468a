/**
 * Where rooms keep their publications. Called by rooms only; a log knows positions and
 * publications, not connections.
 */
@NullMarked
package io.heddle.actors.log;

import org.jspecify.annotations.NullMarked;
