/**
 * What a node says of itself to anybody: health, readiness, status, meters, and how clients
 * connect. Load balancers, scrapers and clients ask; nothing here changes anything or knows who
 * asks.
 */
@NullMarked
package io.heddle.http.status;

import org.jspecify.annotations.NullMarked;
