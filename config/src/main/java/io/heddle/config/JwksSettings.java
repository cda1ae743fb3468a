package io.heddle.config;

import java.time.Duration;

/**
 * How sets of keys are fetched: {@code heddle.jwt.jwks-*}.
 *
 * @param timeout of one fetch, from connect to the last byte
 * @param refresh age at which a set is fetched anew
 * @param cooldown at least this long between the starts of two fetches of one set, whatever tokens
 *     ask for
 */
public record JwksSettings(Duration timeout, Duration refresh, Duration cooldown) {}
