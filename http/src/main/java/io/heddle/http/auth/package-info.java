/**
 * Who may come in: credentials of a request, tokens, and origins. The WebSocket endpoint and the
 * admin routes ask here before they do anything; nothing here knows sockets, rooms or routes.
 */
@NullMarked
package io.heddle.http.auth;

import org.jspecify.annotations.NullMarked;
