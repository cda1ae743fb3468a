package io.heddle.config;

import java.time.Duration;

/**
 * How a node goes down: {@code heddle.shutdown}.
 *
 * @param timeout for all of it
 * @param inFlight of that, for publishes that are under way to be answered
 */
public record ShutdownSettings(Duration timeout, Duration inFlight) {}
