/**
 * lettuce, as all that speaks to Redis uses it: where Redis is, how many commands may wait and for
 * how long, threads, and how they end. Knows no command; what is said to Redis is said by the
 * packages that use it.
 */
@NullMarked
package io.heddle.cluster.lettuce;

import org.jspecify.annotations.NullMarked;
