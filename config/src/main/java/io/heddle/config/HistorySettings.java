package io.heddle.config;

import java.time.Duration;

/**
 * What all logs have in common: {@code heddle.log} and {@code heddle.history}.
 *
 * @param log where publications are kept
 * @param metaTtl how long an unused room's epoch and head, and its cursors, outlive its
 *     publications
 * @param devices cursors that a user has in one room at most, the one without a device included
 * @param cursors how users go on where they were
 */
public record HistorySettings(
    LogChoice log, Duration metaTtl, int devices, CursorSettings cursors) {}
