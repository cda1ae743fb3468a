package io.heddle.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The signals that ask a node to stop. Taken from the JVM, which would end with 143 and could not
 * be hurried by a second one. Its class for that is not part of the platform, and the compiler
 * warns of each use; hence by reflection.
 */
final class StopSignals {
  private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");

  /** What is left to do after a hurried stop: the files and the Redis of a development node. */
  private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

  private final CompletableFuture<String> asked = new CompletableFuture<>();
  private final CompletableFuture<String> hurried = new CompletableFuture<>();
  private final AtomicInteger received = new AtomicInteger();

  private StopSignals() {}

  /** Listens from now on, for the life of the process; for its main program only. */
  static StopSignals listen() {
    var signals = new StopSignals();
    try {
      signals.register();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no signals in this Java", e);
    }
    return signals;
  }

  /** Takes the end of an input for a first signal; what is in it counts for nothing. */
  void askAtTheEndOf(InputStream input) {
    Thread.ofPlatform()
        .daemon()
        .name("heddle-input")
        .start(
            () -> {
              try {
                input.transferTo(OutputStream.nullOutputStream());
                asked.complete("the end of its input");
              } catch (IOException fault) {
                asked.complete("its input: " + fault.getMessage());
              }
            });
  }

  /** The first signal's name, once it came. */
  CompletableFuture<String> asked() {
    return asked;
  }

  /** The second signal's name, once it came; the process ends a moment later, come what may. */
  CompletableFuture<String> hurried() {
    return hurried;
  }

  private void register() throws ReflectiveOperationException {
    var signal = Class.forName("sun.misc.Signal");
    var handlerType = Class.forName("sun.misc.SignalHandler");
    var handler =
        Proxy.newProxyInstance(
            handlerType.getClassLoader(),
            new Class<?>[] {handlerType},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "toString" -> "StopSignals";
                  default -> {
                    received(String.valueOf(arguments[0]));
                    yield null;
                  }
                });
    var handle = signal.getMethod("handle", signal, handlerType);
    for (var name : SIGNALS) {
      try {
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
      } catch (InvocationTargetException e) {
        if (!(e.getCause() instanceof IllegalArgumentException)) {
          throw e;
        }
      }
    }
  }

  private void received(String name) {
    if (received.getAndIncrement() == 0) {
      asked.complete(name);
      return;
    }
    hurried.complete(name);
    Executor later =
        CompletableFuture.delayedExecutor(LAST_MOMENT.toMillis(), TimeUnit.MILLISECONDS);
    later.execute(() -> Runtime.getRuntime().halt(ExitCode.CUT_SHORT));
  }
}
