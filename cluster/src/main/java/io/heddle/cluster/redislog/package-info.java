/**
 * The log in Redis, for nodes that form a cluster. Started by the application; knows no actor. Its
 * scripts, which are what keeps a room's log whole, lie beside it as resources.
 */
@NullMarked
package io.heddle.cluster.redislog;

import org.jspecify.annotations.NullMarked;
