package io.heddle.actors.fabric;

import io.heddle.actors.payload.Payload;

/**
 * What became of one field of a thing.
 *
 * @param old its value before, any JSON value
 * @param now its value from now on
 */
public record Change(Payload old, Payload now) {}
