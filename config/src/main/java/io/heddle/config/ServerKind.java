package io.heddle.config;

/** What holds the sockets; the routes and what a connection does are the same. */
public enum ServerKind {
  /** A server of our own, which gives a WebSocket to its event loop without an HTTP stream. */
  DIRECT,
  /** Pekko HTTP's own. */
  PEKKO
}
