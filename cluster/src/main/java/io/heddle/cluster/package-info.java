/**
 * What makes nodes a fabric. Nothing lives here itself: {@code sharding} places rooms on nodes,
 * {@code redis} brings messages in. Used by the application's wiring alone; it knows neither HTTP
 * nor the dialects of clients.
 */
@NullMarked
package io.heddle.cluster;

import org.jspecify.annotations.NullMarked;
