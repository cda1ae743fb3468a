package io.heddle.http.status;

/**
 * How much one node holds and has carried since it started.
 *
 * @param connections that are open
 * @param rooms that have a member on this node
 * @param messagesIn messages taken from clients
 * @param messagesOut messages handed to clients
 */
public record LocalNumbers(int connections, int rooms, long messagesIn, long messagesOut) {}
