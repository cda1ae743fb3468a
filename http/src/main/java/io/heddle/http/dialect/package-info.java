/**
 * Message shapes: text messages of clients into sealed commands, events into complete server
 * frames. The upgrade route chooses a dialect for each connection, its stage decodes with it, and
 * rooms encode once for each dialect. Everything here is a function of bytes and values: it may not
 * know sockets, streams or actors, and nobody else may know JSON envelopes.
 */
@NullMarked
package io.heddle.http.dialect;

import org.jspecify.annotations.NullMarked;
