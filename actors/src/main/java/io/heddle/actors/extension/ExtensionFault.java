package io.heddle.actors.extension;

import org.jspecify.annotations.Nullable;

/** A fault of an application's code; its cause is what that code threw, where it did. */
final class ExtensionFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExtensionFault(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
