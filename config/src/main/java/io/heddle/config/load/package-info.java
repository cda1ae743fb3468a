/**
 * Reads the settings: the defaults, a HOCON file over them, variables over both, and everything
 * that is wrong with them in one list. The application's start calls it, once; it knows no
 * setting's meaning beyond what makes a value impossible.
 */
@NullMarked
package io.heddle.config.load;

import org.jspecify.annotations.NullMarked;
