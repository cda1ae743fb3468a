/**
 * The actor of one connection and what it decides with: identity, subscriptions, budgets, and the
 * order of its publishes. It takes commands and gives events, and knows neither JSON nor sockets.
 */
@NullMarked
package io.heddle.actors.connection;

import org.jspecify.annotations.NullMarked;
