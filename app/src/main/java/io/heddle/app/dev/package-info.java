/**
 * What makes a development node easy to try: a secret of its own, a Redis of its own, a page, and
 * lines to paste. The command {@code dev} calls it, nothing in production does; it may not know how
 * a node works inside.
 */
@NullMarked
package io.heddle.app.dev;

import org.jspecify.annotations.NullMarked;
