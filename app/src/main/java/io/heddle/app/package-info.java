/**
 * The whole: puts actors, cluster and HTTP together into a node that runs, for embedding and for
 * the commands. Everything is wired here by hand and nowhere else.
 */
@NullMarked
package io.heddle.app;

import org.jspecify.annotations.NullMarked;
