package io.heddle.actors.protocol;

/**
 * Where a draft stands in its room's log.
 *
 * @param position its place
 * @param duplicate whether it stood there before, under the same key
 */
public record Stamp(Position position, boolean duplicate) {}
