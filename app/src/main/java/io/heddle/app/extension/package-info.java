/**
 * Code of others that a node loads: jars from a folder, and what the class path offers beside
 * Heddle's own. Called once, at start; knows no service by name.
 */
@NullMarked
package io.heddle.app.extension;

import org.jspecify.annotations.NullMarked;
