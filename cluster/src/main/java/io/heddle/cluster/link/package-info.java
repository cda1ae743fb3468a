/**
 * A connection to Redis for a few commands now and then, made when it is first needed. The log and
 * the ingress, which are busy, have connections of their own.
 */
@NullMarked
package io.heddle.cluster.link;

import org.jspecify.annotations.NullMarked;
