/** bench. */
@NullMarked
package io.heddle.bench;

import org.jspecify.annotations.NullMarked;
