/**
 * An order service: application code that publishes through the fabric and answers a message type
 * of its own. Its jar, dropped into a node's folder of extensions, is loaded at start; it knows no
 * socket and no node.
 */
@NullMarked
package io.heddle.examples.orders;

import org.jspecify.annotations.NullMarked;
