package io.heddle.app.check;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A cluster that is there already, and that others do something to. */
record GivenNodes(List<URI> nodes, Optional<String> redis) implements Deployment {
  @Override
  public void stop(int node) throws IOException {
    throw notOurs();
  }

  @Override
  public void kill(int node) throws IOException {
    throw notOurs();
  }

  @Override
  public void start(int node) throws IOException {
    throw notOurs();
  }

  @Override
  public void freeze(int node) throws IOException {
    throw notOurs();
  }

  @Override
  public void thaw(int node) throws IOException {
    throw notOurs();
  }

  @Override
  public void cut(int node) throws IOException {
    throw notOurs();
  }

  @Override
  public void mend(int node) throws IOException {
    throw notOurs();
  }

  @Override
  public void awaitGivenUp(int node) throws IOException {
    throw notOurs();
  }

  @Override
  public void awaitReady(int node) throws IOException {
    throw notOurs();
  }

  @Override
  public void restartRedis() throws IOException {
    throw notOurs();
  }

  @Override
  public void emptyRedis() throws IOException {
    throw notOurs();
  }

  @Override
  public void freezeRedis() throws IOException {
    throw notOurs();
  }

  @Override
  public void thawRedis() throws IOException {
    throw notOurs();
  }

  private static IOException notOurs() {
    return new IOException(
        "with --url there is only the scenario calm: do to the cluster what you want meanwhile");
  }

  @Override
  public void close() {}
}
