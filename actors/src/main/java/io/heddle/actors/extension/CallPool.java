package io.heddle.actors.extension;

import io.heddle.actors.metrics.ExtensionMetrics.Call;
import io.heddle.config.ExtensionSettings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the calls of one extension on threads of its own, so that one that blocks harms only itself,
 * and sees to it that each call ends, once and in time. Safe for any thread.
 */
final class CallPool implements AutoCloseable {
  private static final long IDLE_SECONDS = 30;

  private final String name;
  private final ExtensionSettings settings;
  private final Consumer<Call> counter;
  private final TimeLimit limit;
  private final ThreadPoolExecutor threads;

  /**
   * A pool without threads, which start with the calls.
   *
   * @param extension whose class loader is its threads' context class loader
   * @param name what its faults say of the extension, such as {@code handler x.Y of 'z'}
   * @param limit ends calls that take too long
   * @param counter hears of each call, and of each answer that is ignored
   */
  CallPool(
      Object extension,
      String name,
      ExtensionSettings settings,
      TimeLimit limit,
      Consumer<Call> counter) {
    this.name = name;
    this.settings = settings;
    this.limit = limit;
    this.counter = counter;
    ThreadFactory factory =
        ExtensionThreads.of(Thread.ofPlatform().name("heddle " + name + " ", 1), extension);
    this.threads =
        new ThreadPoolExecutor(
            settings.threads(),
            settings.threads(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(settings.queue()),
            factory);
    threads.allowCoreThreadTimeOut(true);
  }

  /** How a call ended. */
  sealed interface Ended<T> {}

  /** With an answer. */
  record Answered<T>(T answer) implements Ended<T> {}

  /** By a fault of the extension, or not in time. */
  record Failed<T>(ExtensionFault fault) implements Ended<T> {}

  /** Before it began, since too many are waiting. */
  record Overloaded<T>() implements Ended<T> {}

  /**
   * Makes a call.
   *
   * @param code may block, throw, and give back anything
   * @param sink hears once how it ended, on some thread, which it must not hold up
   */
  <T> void call(Supplier<CompletionStage<T>> code, Consumer<Ended<T>> sink) {
    CompletableFuture<T> first = new CompletableFuture<>();
    CompletionStage<T> ended = first;
    ended.whenComplete((answer, fault) -> sink.accept(end(answer, fault)));
    try {
      threads.execute(() -> run(code, first));
    } catch (RejectedExecutionException full) {
      first.completeExceptionally(full);
      return;
    }
    limit.set(first, settings.timeout());
  }

  private <T> void run(Supplier<CompletionStage<T>> code, CompletableFuture<T> first) {
    if (first.isDone()) {
      return;
    }
    try {
      CompletionStage<T> stage = code.get();
      if (stage == null) {
        throw new NullPointerException("no stage");
      }
      stage.whenComplete((answer, fault) -> settle(first, answer, fault));
    } catch (Throwable fault) {
      settle(first, null, fault);
      if (fault instanceof VirtualMachineError fatal) {
        throw fatal;
      }
    }
  }

  private <T> void settle(
      CompletableFuture<T> first, @Nullable T answer, @Nullable Throwable fault) {
    boolean taken;
    if (fault != null) {
      taken = first.completeExceptionally(fault);
    } else if (answer == null) {
      taken = first.completeExceptionally(new NullPointerException("null for an answer"));
    } else {
      taken = first.complete(answer);
    }
    if (!taken) {
      boolean late =
          first.isCompletedExceptionally() && first.exceptionNow() instanceof TimeoutException;
      counter.accept(late ? Call.LATE : Call.TWICE);
    }
  }

  private <T> Ended<T> end(@Nullable T answer, @Nullable Throwable fault) {
    if (answer != null) {
      counter.accept(Call.ANSWERED);
      return new Answered<>(answer);
    }
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    if (cause instanceof RejectedExecutionException) {
      counter.accept(Call.OVERLOADED);
      return new Overloaded<>();
    }
    if (cause instanceof TimeoutException) {
      counter.accept(Call.TIMEOUT);
      String text = name + " did not answer within " + settings.timeout();
      return new Failed<>(new ExtensionFault(text, cause));
    }
    counter.accept(Call.FAILED);
    return new Failed<>(new ExtensionFault(name + " failed", cause));
  }

  /** Takes no more calls; what runs is left to run. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
