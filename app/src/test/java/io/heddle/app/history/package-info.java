/** Nodes that keep what was published. */
@NullMarked
package io.heddle.app.history;

import org.jspecify.annotations.NullMarked;
