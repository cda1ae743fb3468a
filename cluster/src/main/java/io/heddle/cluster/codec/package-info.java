/**
 * The form in which logs keep a publication. Used by the logs of this module only; knows no room,
 * file or server.
 */
@NullMarked
package io.heddle.cluster.codec;

import org.jspecify.annotations.NullMarked;
