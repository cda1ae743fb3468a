package io.heddle.actors.protocol;

import io.heddle.actors.payload.Payload;

/**
 * What a member says of itself to those who ask who is there.
 *
 * @param data a small JSON object, as it came
 * @param since when it was said, in milliseconds since 1970: of a user's states the newest counts
 */
public record MemberState(Payload data, long since) {}
