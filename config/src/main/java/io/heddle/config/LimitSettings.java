package io.heddle.config;

/**
 * How much one node takes on: {@code heddle.limits}. Zero is no limit.
 *
 * @param maxConnections on this node
 * @param maxConnectionsPerRoom members of one room, where its namespace names no capacity of its
 *     own
 * @param maxRoomsPerConnection rooms that one connection may subscribe to
 */
public record LimitSettings(
    int maxConnections, int maxConnectionsPerRoom, int maxRoomsPerConnection) {}
