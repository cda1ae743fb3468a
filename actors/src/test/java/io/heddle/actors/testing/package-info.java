/**
 * Stand-ins and fixtures for the tests of this module: a socket that remembers, a region without a
 * cluster, a log that takes its time. Called by tests only; nothing here decides what is right.
 */
@NullMarked
package io.heddle.actors.testing;

import org.jspecify.annotations.NullMarked;
