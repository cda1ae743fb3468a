package io.heddle.config;

import java.time.Duration;

/**
 * What all rooms have in common: {@code heddle.rooms}.
 *
 * @param undeclared what becomes of a room whose namespace is not declared
 * @param maxNameLength longest room name, namespace included, in characters
 * @param idleAfter a room without members or publications for this long is passivated
 * @param linger how long a node keeps its side of a room after the last member left
 * @param tail most recent publications that a room keeps in memory; 0 keeps none
 * @param keyWindow how long an idempotency key is remembered
 * @param keys idempotency keys that a room remembers at most
 * @param publishTimeout after which a publish that nobody answered fails
 * @param publishRetry wait before an unanswered publish is sent again
 * @param presence what is known of who is in a room
 */
public record RoomSettings(
    UndeclaredRule undeclared,
    int maxNameLength,
    Duration idleAfter,
    Duration linger,
    int tail,
    Duration keyWindow,
    int keys,
    Duration publishTimeout,
    Duration publishRetry,
    PresenceSettings presence) {
  /** The same with another time after which a publish fails. */
  public RoomSettings withPublishTimeout(Duration timeout) {
    return new RoomSettings(
        undeclared,
        maxNameLength,
        idleAfter,
        linger,
        tail,
        keyWindow,
        keys,
        timeout,
        publishRetry,
        presence);
  }
}
