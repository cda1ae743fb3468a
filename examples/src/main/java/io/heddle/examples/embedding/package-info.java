/** Heddle in a program of one's own: a main that starts a node beside its business code. */
@NullMarked
package io.heddle.examples.embedding;

import org.jspecify.annotations.NullMarked;
