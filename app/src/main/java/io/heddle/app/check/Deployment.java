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

  /** Cuts a node off from the others; clients and Redis still reach it. */
  void cut(int node) throws IOException, InterruptedException;

  /** Lets it reach the others again. */
  void mend(int node) throws IOException, InterruptedException;

  /**
   * Waits until a node has ended by itself since something was last done to the cluster, because
   * the others have given it up or are the more, and was started again; fails after two minutes.
   */
  void awaitGivenUp(int node) throws IOException, InterruptedException;

  /** Waits until a node takes clients; fails after two minutes. */
  void awaitReady(int node) throws IOException, InterruptedException;

  /** Ends Redis in order and starts it again with what it had kept. */
  void restartRedis() throws IOException, InterruptedException;

  /** Ends Redis and starts one that has nothing in its place. */
  void emptyRedis() throws IOException, InterruptedException;

  /** Holds Redis, so that its connections stay and nothing is answered. */
  void freezeRedis() throws IOException, InterruptedException;

  /** Lets it go on. */
  void thawRedis() throws IOException, InterruptedException;

  @Override
  void close();
}
