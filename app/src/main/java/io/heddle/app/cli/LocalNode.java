package io.heddle.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One node of a cluster on this machine, in a process of its own. Its log goes to a file; what
 * becomes of it is said in one line each. Safe to use from any thread.
 */
final class LocalNode {
  private static final Duration RESTART_AFTER = Duration.ofSeconds(1);

  /** What the shell calls the end by a signal begins here. */
  private static final int BY_SIGNAL = 128;

  private final int number;
  private final String address;
  private final Path folder;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Says says;

  private Optional<Process> process = Optional.empty();
  private Optional<Note> pid = Optional.empty();
  private boolean wanted;
  private volatile State state = State.STOPPED;

  /** How a node is doing, as those see who look from outside. */
  enum State {
    /** There is no process. */
    STOPPED,
    /** It has not been ready since it was started. */
    STARTING,
    /** It should get traffic. */
    READY,
    /** It was ready, and is not. */
    NOT_READY
  }

  /** Where lines go. */
  @FunctionalInterface
  interface Says {
    void line(String text);
  }

  /**
   * A node that does not run yet.
   *
   * @param address where it listens for WebSockets, as {@code host:port}
   * @param folder in which its log and its pid are
   * @param environment all variables of its process
   */
  LocalNode(
      int number,
      String address,
      Path folder,
      List<String> command,
      Map<String, String> environment,
      Says says) {
    this.number = number;
    this.address = address;
    this.folder = folder;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.says = says;
  }

  int number() {
    return number;
  }

  String address() {
    return address;
  }

  State state() {
    return state;
  }

  Path log() {
    return folder.resolve("node-" + number + ".log");
  }

  /** The process's id, while there is one. */
  synchronized Optional<Long> processId() {
    return process.map(Process::pid);
  }

  /**
   * Starts it, where it does not run.
   *
   * @param minNodes that it must see before it is ready
   */
  synchronized void start(int minNodes) {
    if (process.isPresent()) {
      says.line(called() + " runs already");
      return;
    }
    wanted = true;
    try {
      Files.createDirectories(folder);
      var builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.environment().put("HEDDLE_CLUSTER_MIN_NODES", Integer.toString(minNodes));
      state = State.STARTING;
      var started = builder.start();
      process = Optional.of(started);
      pid = Optional.of(Note.write(folder, "node-" + number + ".pid", "" + started.pid()));
      says.line("%s starts (pid %d)".formatted(called(), started.pid()));
      var _ = started.onExit().thenAccept(this::ended);
    } catch (IOException e) {
      state = State.STOPPED;
      throw CommandFailedException.failed(called() + " cannot be started: " + e.getMessage());
    }
  }

  private void ended(Process ended) {
    int code = ended.exitValue();
    boolean again;
    synchronized (this) {
      boolean wasReady = state == State.READY || state == State.NOT_READY;
      state = State.STOPPED;
      process = Optional.empty();
      pid.ifPresent(Note::close);
      again = wanted && wasReady && code > 0 && code < BY_SIGNAL;
      wanted = wanted && again;
    }
    says.line(called() + how(code, again));
    if (again) {
      CompletableFuture.delayedExecutor(RESTART_AFTER.toMillis(), TimeUnit.MILLISECONDS)
          .execute(this::startAgain);
    }
  }

  private synchronized void startAgain() {
    if (wanted && process.isEmpty()) {
      start(1);
    }
  }

  private String how(int code, boolean again) {
    if (code >= BY_SIGNAL) {
      return " was killed (" + code + ")";
    }
    if (again) {
      return " ended by itself (%d), and is started again; why: %s".formatted(code, log());
    }
    return code == ExitCode.OK ? " left (0)" : " ended (%d); why: %s".formatted(code, log());
  }

  /** Asks it to leave; completes when its process is gone. */
  synchronized CompletableFuture<Void> stop() {
    wanted = false;
    process.ifPresent(Process::destroy);
    return gone();
  }

  /** Kills it, as {@code kill -9} does; completes when its process is gone. */
  synchronized CompletableFuture<Void> kill() {
    wanted = false;
    process.ifPresent(Process::destroyForcibly);
    return gone();
  }

  private CompletableFuture<Void> gone() {
    return process
        .map(it -> it.onExit().<Void>thenApply(_ -> null))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /** What its health route has said. */
  synchronized void seen(boolean ready) {
    if (process.isEmpty()) {
      return;
    }
    if (ready && state != State.READY) {
      says.line(state == State.STARTING ? called() + " has joined" : called() + " is ready again");
      state = State.READY;
    } else if (!ready && state == State.READY) {
      says.line(called() + " is not ready");
      state = State.NOT_READY;
    }
  }

  private String called() {
    return "node " + number;
  }
}
