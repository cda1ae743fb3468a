package io.heddle.config;

import java.util.Optional;

/**
 * How fast clients may send.
 *
 * @param connection the bucket that each connection has for its commands; empty when it is {@code
 *     off}
 */
public record RateLimitSettings(Optional<RateLimit> connection) {}
