package io.heddle.cluster.redis;

import java.time.Instant;

/**
 * Whether messages from Redis arrive.
 *
 * @param up whether every channel is subscribed to, as Redis has confirmed
 * @param since when that began; for a Redis that was never reached, the start of the ingress
 * @param gaps how many times it was not so, the present one included; what was published in a gap
 *     is lost
 */
public record RedisStatus(boolean up, Instant since, long gaps) {}
