package io.heddle.cluster.codec;

import java.io.Serial;

/** A message came that this node does not know, from a node of another version. */
final class UnknownFormException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  UnknownFormException(String manifest) {
    super("message " + manifest + " is of a version of Heddle that this node does not know");
  }
}
