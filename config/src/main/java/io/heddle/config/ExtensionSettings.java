package io.heddle.config;

import java.time.Duration;

/**
 * What code of applications gets to run with: {@code heddle.extensions}.
 *
 * @param timeout for each call of a handler or an authoriser
 * @param threads of each handler and each authoriser
 * @param queue calls of each that may wait for one of its threads
 */
public record ExtensionSettings(Duration timeout, int threads, int queue) {}
