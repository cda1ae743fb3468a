/**
 * The commands of {@code ./heddle}: they read the settings, start and stop a node, make tokens, and
 * tell what is wrong in words that name the setting. The launcher script calls them; they know a
 * node only by what {@code Heddle} offers to anybody who embeds it.
 */
@NullMarked
package io.heddle.app.cli;

import org.jspecify.annotations.NullMarked;
