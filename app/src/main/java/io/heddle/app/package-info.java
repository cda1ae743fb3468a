/** app. */
@NullMarked
package io.heddle.app;

import org.jspecify.annotations.NullMarked;
