package io.heddle.app.check;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A cluster that a scenario can do something to. Nodes are 1 to N. For one thread. */
interface Deployment extends AutoCloseable {
  /** The HTTP address of each node. */
  List<URI> nodes();

  /** Its Redis, where that can be reached. */
  Optional<String> redis();

  /** Has a node drain and waits until its process has ended. */
  void stop(int node) throws IOException, InterruptedException;

  /** Ends a node's process as a crash would. */
  void kill(int node) throws IOException, InterruptedException;

  /** Starts a node that is not running, and waits until it is ready. */
  void start(int node) throws IOException, InterruptedException;

  /** Holds a node's process, as a machine would that has stopped for a while. */
  void freeze(int node) throws IOException, InterruptedException;

  /** Lets it go on; it may have been given up by the others, end, and be started again. */
  void thaw(int node) throws IOException, InterruptedException;

  /**
   * Cuts a node off from the others, and returns when they have given it up: when it has ended, and
   * was started again.
   */
  void part(int node) throws IOException, InterruptedException;

  /** Lets it reach the others again. */
  void mend(int node) throws IOException, InterruptedException;

  /** Waits until a node takes clients; fails after two minutes. */
  void awaitReady(int node) throws IOException, InterruptedException;

  /** Ends Redis in order and starts it again with what it had kept. */
  void restartRedis() throws IOException, InterruptedException;

  @Override
  void close();
}
