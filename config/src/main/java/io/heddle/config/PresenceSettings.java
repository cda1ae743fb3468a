package io.heddle.config;

import java.time.Duration;

/**
 * What is known of who is in a room: {@code heddle.rooms.presence}.
 *
 * @param maxUsers users of a room that are known by name; of a bigger one only counts are
 * @param stateSize largest state of a member, as JSON text
 * @param leaveDelay how long a user must be away before the others are told
 */
public record PresenceSettings(int maxUsers, Bytes stateSize, Duration leaveDelay) {}
