package io.heddle.http.auth;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the code of an extension so that it can do no harm: on a virtual thread, since it may
 * block; with a time-out, since it may never answer; so many at once, since what is stuck cannot be
 * stopped. Each failure is counted, and logged under a reference that whoever asked is told.
 */
final class Guard {
  private static final Logger log = LoggerFactory.getLogger(Guard.class);

  /** Calls at once; those that hang hold theirs until they end, if they ever do. */
  private static final int CALLS = 1_000;

  private final String part;
  private final Duration timeout;
  private final Semaphore calls;
  private volatile ClassLoader loader = Guard.class.getClassLoader();
  private final Map<Failure, Counter> counters = new EnumMap<>(Failure.class);

  /** How a call failed. */
  private enum Failure {
    THROWN,
    TIMEOUT,
    BUSY
  }

  /**
   * A guard of one extension.
   *
   * @param part what it is, in a word that stands in meters and the log
   */
  Guard(String part, Duration timeout, MeterRegistry registry) {
    this(part, timeout, CALLS, registry);
  }

  /** The same with another number of calls at once. */
  Guard(String part, Duration timeout, int calls, MeterRegistry registry) {
    this.part = part;
    this.calls = new Semaphore(calls);
    this.timeout = timeout;
    for (Failure failure : Failure.values()) {
      counters.put(
          failure,
          Counter.builder("heddle.auth.faults")
              .description("Calls of extensions that decide who may come in, that failed")
              .tag("part", part)
              .tag("reason", failure.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  /** Makes calls under an extension's class loader, for libraries that look for services there. */
  void under(ClassLoader extensions) {
    loader = extensions;
  }

  /**
   * Calls, and completes with what the work answers, or with what is made of the text for a client.
   */
  <T> CompletionStage<T> call(Callable<CompletionStage<T>> work, Function<String, T> failed) {
    if (!calls.tryAcquire()) {
      return CompletableFuture.completedFuture(
          failed.apply(failure(Failure.BUSY, new IllegalStateException("too many calls hang"))));
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread thread = Thread.ofVirtual().name("heddle-" + part).unstarted(() -> run(work, answer));
    thread.start();
    return answer
        .copy()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyAsync(
            thrown -> {
              thread.interrupt();
              return failed.apply(failure(reason(answer), thrown));
            },
            Thread::startVirtualThread);
  }

  private <T> void run(Callable<CompletionStage<T>> work, CompletableFuture<T> answer) {
    Thread.currentThread().setContextClassLoader(loader);
    try {
      CompletionStage<T> stage = Objects.requireNonNull(work.call(), "the answer is null");
      stage.whenComplete(
          (value, thrown) -> {
            if (thrown == null && value != null) {
              answer.complete(value);
            } else {
              answer.completeExceptionally(
                  thrown == null ? new NullPointerException("the answer is null") : thrown);
            }
          });
    } catch (Throwable thrown) {
      answer.completeExceptionally(thrown);
    } finally {
      calls.release();
    }
  }

  private static Failure reason(CompletableFuture<?> answer) {
    return answer.isDone() ? Failure.THROWN : Failure.TIMEOUT;
  }

  private String failure(Failure failure, Throwable thrown) {
    String reference = UUID.randomUUID().toString();
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    Objects.requireNonNull(counters.get(failure)).increment();
    log.error("The {} of an extension failed, reference {}", part, reference, cause);
    return "fault of the server, reference " + reference;
  }
}
