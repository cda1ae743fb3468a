/**
 * Makes tokens that this node's own key verifies. The commands and the development page call it; it
 * knows nothing of connections, and verifies nothing: that is the work of the HTTP module.
 */
@NullMarked
package io.heddle.app.token;

import org.jspecify.annotations.NullMarked;
