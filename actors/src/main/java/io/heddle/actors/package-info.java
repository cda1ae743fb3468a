/** actors. */
@NullMarked
package io.heddle.actors;

import org.jspecify.annotations.NullMarked;
