/**
 * What the fabric counts, one binder a subject. Labels are fixed sets of words of ours: never a
 * value that a client can choose.
 */
@NullMarked
package io.heddle.actors.metrics;

import org.jspecify.annotations.NullMarked;
