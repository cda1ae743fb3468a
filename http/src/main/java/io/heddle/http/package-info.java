/** http. */
@NullMarked
package io.heddle.http;

import org.jspecify.annotations.NullMarked;
