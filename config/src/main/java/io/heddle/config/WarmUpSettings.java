package io.heddle.config;

import java.time.Duration;

/**
 * What a node does before its port opens, so that its first clients find it fast: {@code
 * heddle.warm-up}.
 *
 * @param handshakes connections that it opens to itself, each with a subscription; 0 for none
 * @param timeout after which it opens its port, however many there were
 */
public record WarmUpSettings(int handshakes, Duration timeout) {}
