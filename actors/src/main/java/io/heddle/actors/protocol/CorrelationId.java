package io.heddle.actors.protocol;

import io.heddle.actors.payload.Payload;

/**
 * The {@code id} that a client gave a command, echoed in the reply as it was written.
 *
 * @param json a JSON string or number
 */
public record CorrelationId(Payload json) {}
