/** config. */
@NullMarked
package io.heddle.config;

import org.jspecify.annotations.NullMarked;
