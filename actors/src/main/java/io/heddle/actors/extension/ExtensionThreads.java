package io.heddle.actors.extension;

import java.util.concurrent.ThreadFactory;

/**
 * Threads that run an extension's code, with its class loader as context class loader: libraries
 * that lie beside it look for their services there.
 */
final class ExtensionThreads {
  private ExtensionThreads() {}

  /** Daemons, named by {@code builder}, for the code of {@code extension}. */
  static ThreadFactory of(Thread.Builder.OfPlatform builder, Object extension) {
    ThreadFactory factory = builder.daemon().factory();
    return task -> {
      Thread thread = factory.newThread(task);
      thread.setContextClassLoader(extension.getClass().getClassLoader());
      return thread;
    };
  }
}
