/**
 * The settings of a node, as records with units. The application loads them once at start and hands
 * each part to whoever needs it; nothing here knows files, variables or how a value was written
 * (that is {@code config.load}), nor actors.
 */
@NullMarked
package io.heddle.config;

import org.jspecify.annotations.NullMarked;
