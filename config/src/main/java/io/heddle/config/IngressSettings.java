package io.heddle.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The stream in Redis that backends add messages to: {@code heddle.redis.ingress}.
 *
 * @param enabled whether it is read
 * @param stream its key
 * @param group consumer group that reads it
 * @param consumer name of this node in the group; empty: the node's id
 * @param batch entries that are read at a time
 * @param inFlight entries that are held in memory at most, until their rooms have them
 * @param claimAfter after which a reader that was not heard of is taken for dead
 * @param tries after which an entry whose room does not take it goes to the dead ones
 * @param dead key of the stream of those that no room took
 * @param deadMax entries that are kept there; the oldest goes
 */
public record IngressSettings(
    boolean enabled,
    String stream,
    String group,
    Optional<String> consumer,
    int batch,
    int inFlight,
    Duration claimAfter,
    int tries,
    String dead,
    int deadMax) {}
