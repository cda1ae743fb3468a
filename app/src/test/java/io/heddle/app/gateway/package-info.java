/**
 * The clients of older gateways, in plain JavaScript as those gateways describe them, against a
 * node that is set up as that gateway was.
 */
@NullMarked
package io.heddle.app.gateway;

import org.jspecify.annotations.NullMarked;
