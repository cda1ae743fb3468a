/** Benchmarks of what rooms keep to themselves, in their package so that it can stay so. */
@NullMarked
package io.heddle.actors.room;

import org.jspecify.annotations.NullMarked;
