package io.heddle.app.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The Node of this machine, if it has one that knows WebSockets. */
final class NodeJs {
  /** From 22 on it knows them by itself, from 20.10 on with this flag. */
  private static final List<List<String>> COMMANDS =
      List.of(List.of("node"), List.of("node", "--no-warnings", "--experimental-websocket"));

  private NodeJs() {}

  /** How to run a script; empty where there is no such Node on the path. */
  static Optional<List<String>> find() {
    return COMMANDS.stream().filter(NodeJs::knowsWebSockets).findFirst();
  }

  private static boolean knowsWebSockets(List<String> command) {
    List<String> probe = new ArrayList<>(command);
    probe.addAll(List.of("-e", "process.exit(typeof WebSocket === 'function' ? 0 : 1)"));
    try {
      Process process =
          new ProcessBuilder(probe)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(fault);
    }
  }
}
