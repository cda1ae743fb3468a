/**
 * For tests of code that uses the fabric: one that only records, and one without sockets, with real
 * rooms, policies and connections on manual time. Called by tests of applications, with any test
 * framework; knows no socket and no wire format.
 */
@NullMarked
package io.heddle.testkit;

import org.jspecify.annotations.NullMarked;
