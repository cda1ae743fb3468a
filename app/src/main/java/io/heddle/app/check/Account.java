package io.heddle.app.check;

import java.time.Duration;

/**
 * What one subscriber has seen.
 *
 * @param delivered publications, each counted once
 * @param lost acknowledged ones that never came
 * @param duplicates that came again
 * @param reordered that came behind one that was published later
 * @param gaps times that offsets were passed over
 * @param notRecovered times that a room could not go on where the subscriber had been
 * @param reconnects connections after the first
 * @param longestStall longest time from a first try to publish until the subscriber had it
 */
record Account(
    long delivered,
    long lost,
    long duplicates,
    long reordered,
    long gaps,
    long notRecovered,
    long reconnects,
    Duration longestStall) {}
