/**
 * What a node does to itself before its port opens, so that its first clients find it fast. A
 * second node beside the real one, of the same classes, on the same loops and dispatchers, that
 * shares nothing that is counted, kept or seen.
 */
@NullMarked
package io.heddle.app.warmup;

import org.jspecify.annotations.NullMarked;
