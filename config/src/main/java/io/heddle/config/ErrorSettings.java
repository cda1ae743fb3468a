package io.heddle.config;

import java.time.Duration;

/**
 * The error budget of a connection: {@code heddle.errors}. One fault over it closes 4429.
 *
 * @param max faults that are forgiven within the window; 0 forgives none
 * @param window over which they are counted
 */
public record ErrorSettings(int max, Duration window) {}
