/** A node that warms itself up, from outside and from within. */
@NullMarked
package io.heddle.app.warmup;

import org.jspecify.annotations.NullMarked;
