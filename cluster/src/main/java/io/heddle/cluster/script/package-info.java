/**
 * Scripts that Redis runs: how they are found, called and answered. Used by the log in Redis and by
 * the way in from Redis; knows nothing of either.
 */
@NullMarked
package io.heddle.cluster.script;

import org.jspecify.annotations.NullMarked;
