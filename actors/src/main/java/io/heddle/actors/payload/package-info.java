/**
 * JSON as bytes: validated and sliced, never re-written, so that what a publisher wrote is what a
 * receiver reads. Used by the dialects, by the admin routes and by the Redis ingress; it knows no
 * dialect and no message.
 */
@NullMarked
package io.heddle.actors.payload;

import org.jspecify.annotations.NullMarked;
