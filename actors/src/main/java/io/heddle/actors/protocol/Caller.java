package io.heddle.actors.protocol;

/**
 * A connection as code of an application sees it.
 *
 * @param clientId which connection it is; what {@code Fabric} takes to address it
 * @param identity whose it is, as its newest token said
 */
public record Caller(ClientId clientId, Identity identity) {}
