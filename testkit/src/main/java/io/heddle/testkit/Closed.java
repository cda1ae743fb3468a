package io.heddle.testkit;

import io.heddle.actors.protocol.CloseCode;

/** How the server closed a connection. */
public record Closed(CloseCode code, String reason) {}
