/** Handlers that the nodes of tests find on the class path, as they find an application's. */
@NullMarked
package io.heddle.app.handler;

import org.jspecify.annotations.NullMarked;
