package io.heddle.app.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** All nodes of a cluster on this machine: looks how they are, and does what it is told. */
final class LocalNodes implements AutoCloseable {
  static final String HELP = "kill K, stop K, start K, cut K, mend K, roll, status, quit";

  private static final Duration LOOK = Duration.ofMillis(300);
  private static final Duration ANSWER = Duration.ofSeconds(1);
  private static final Duration READY = Duration.ofMinutes(2);

  private final List<LocalNode> nodes;
  private final Duration leaving;
  private final Optional<Wires> wires;
  private final LocalNode.Says says;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(LocalNodes::thread);
  private boolean formed;
  private volatile boolean closing;

  /**
   * None of them runs yet.
   *
   * @param leaving how long a node may take to leave before it is killed
   * @param wires between them, where they can be cut
   */
  LocalNodes(List<LocalNode> nodes, Duration leaving, Optional<Wires> wires, LocalNode.Says says) {
    this.nodes = List.copyOf(nodes);
    this.leaving = leaving;
    this.wires = wires;
    this.says = says;
  }

  private static Thread thread(Runnable work) {
    return Thread.ofPlatform().daemon().name("cluster-watch").unstarted(work);
  }

  /** Starts all; each is ready when it sees all the others. */
  void start() {
    nodes.forEach(node -> node.start(nodes.size()));
    var _ =
        watch.scheduleWithFixedDelay(
            () -> nodes.forEach(this::look), 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look(LocalNode node) {
    if (node.state() == LocalNode.State.STOPPED) {
      return;
    }
    node.seen(isReady(node));
    if (!formed && nodes.stream().allMatch(it -> it.state() == LocalNode.State.READY)) {
      formed = true;
      says.line("all %d nodes are one cluster; commands: %s".formatted(nodes.size(), HELP));
    }
  }

  private boolean isReady(LocalNode node) {
    try {
      return http.send(
                  HttpRequest.newBuilder(URI.create("http://" + node.address() + "/health/ready"))
                      .timeout(ANSWER)
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Does what a line says, and says what came of it. Blocks until a node that was told to stop is
   * gone.
   *
   * @return whether it was {@code quit}
   */
  boolean obey(String line) {
    var words = line.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
    switch (words[0]) {
      case "" -> {}
      case "quit" -> {
        return true;
      }
      case "status" -> status();
      case "roll" -> roll();
      case "kill" -> one(words).ifPresent(node -> node.kill().join());
      case "stop" -> one(words).ifPresent(this::stop);
      case "start" -> one(words).ifPresent(node -> node.start(1));
      case "cut" -> one(words).ifPresent(this::cut);
      case "mend" -> one(words).ifPresent(this::mend);
      default -> says.line("'%s' is no command; there are: %s".formatted(words[0], HELP));
    }
    return false;
  }

  private Optional<LocalNode> one(String[] words) {
    var found =
        nodes.stream()
            .filter(node -> words.length == 2 && words[1].equals("" + node.number()))
            .findFirst();
    if (found.isEmpty()) {
      says.line("%s takes the number of a node, 1 to %d".formatted(words[0], nodes.size()));
    }
    return found;
  }

  private void cut(LocalNode node) {
    wires.ifPresentOrElse(
        its -> {
          its.cut(node.number());
          says.line("node %d is cut off from the others".formatted(node.number()));
        },
        this::cannotCut);
  }

  private void mend(LocalNode node) {
    wires.ifPresentOrElse(
        its -> {
          its.mend(node.number());
          says.line("node %d can reach the others again".formatted(node.number()));
        },
        this::cannotCut);
  }

  private void cannotCut() {
    says.line("nodes can be cut off with " + ClusterCommand.CUTTABLE + " only");
  }

  private void status() {
    for (var node : nodes) {
      says.line(
          "node %d  %-9s  pid %s  http://%s"
              .formatted(
                  node.number(),
                  node.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  node.processId().map(Object::toString).orElse("-"),
                  node.address()));
    }
  }

  /** The oldest last: what only one node does moves once then. */
  private void roll() {
    for (var node : nodes.reversed()) {
      stop(node);
      if (closing) {
        return;
      }
      node.start(1);
      if (!within(READY, () -> node.state() == LocalNode.State.READY || closing)) {
        says.line(
            "node %d is not ready after %s: the roll ends here".formatted(node.number(), READY));
        return;
      }
    }
    says.line("rolled");
  }

  private void stop(LocalNode node) {
    var gone = node.stop();
    if (!within(leaving, gone::isDone)) {
      says.line("node %d has not left in %s, and is killed".formatted(node.number(), leaving));
      node.kill().join();
    }
  }

  private static boolean within(Duration time, BooleanSupplier condition) {
    long end = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** Kills all at once. */
  void kill() {
    closing = true;
    for (var node : nodes) {
      var _ = node.kill();
    }
  }

  /** Asks all to leave at once, and kills who does not. */
  @Override
  public void close() {
    closing = true;
    watch.shutdownNow();
    var gone =
        CompletableFuture.allOf(
            nodes.stream().map(LocalNode::stop).toArray(CompletableFuture[]::new));
    if (!within(leaving, gone::isDone)) {
      kill();
    }
    http.shutdownNow();
    wires.ifPresent(Wires::close);
  }
}
