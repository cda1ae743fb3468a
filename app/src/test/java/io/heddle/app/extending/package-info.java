/**
 * Extensions as docs/extending.md shows them: compiled, found and used by the tests here, and held
 * against the document word for word.
 */
@NullMarked
package io.heddle.app.extending;

import org.jspecify.annotations.NullMarked;
