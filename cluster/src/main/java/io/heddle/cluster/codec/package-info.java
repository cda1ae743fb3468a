/**
 * Bytes: the form in which logs keep a publication, and the form in which messages go from node to
 * node. Used by the logs of this module, and by Pekko; knows no file or server.
 */
@NullMarked
package io.heddle.cluster.codec;

import org.jspecify.annotations.NullMarked;
