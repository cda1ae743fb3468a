/**
 * How plain HTTP is answered: JSON, and problems (RFC 9457) that also carry {@code error}. Every
 * route uses it; it knows none of them.
 */
@NullMarked
package io.heddle.http.answer;

import org.jspecify.annotations.NullMarked;
