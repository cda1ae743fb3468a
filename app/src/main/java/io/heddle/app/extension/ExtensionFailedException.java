package io.heddle.app.extension;

import java.util.List;

/** Extensions did not load, and the node was told that it needs them. */
public final class ExtensionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExtensionFailedException(List<String> faults) {
    super(
        "extensions do not load (heddle.extensions.required = off leaves them out): "
            + String.join("; ", faults));
  }
}
