package io.heddle.actors.extension;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Caller;

/**
 * One message for a {@link MessageHandler}.
 *
 * @param caller who sent it
 * @param data what was sent, as it came; the empty object where the message had none
 * @param fabric the way to rooms, users and connections
 */
public record HandlerCall(Caller caller, Payload data, Fabric fabric) {}
