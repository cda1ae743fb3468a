package io.heddle.http.socket;

/**
 * What carries a conversation's bytes: a stream, or a socket itself. It has a thread, on which it
 * calls the {@link Conversation}, one call after another.
 */
public interface Wire {
  /**
   * Tells that something waits: {@link Conversation#take} is called as soon as the transport takes
   * bytes. From any thread; several calls may be answered by one.
   */
  void wake();

  /** Runs an action on the wire's thread, later. From any thread. */
  void execute(Runnable action);

  /** Asks for one {@link Conversation#received}; on the wire's thread. */
  void read();

  /** Ends without waiting for a peer that takes no bytes; on the wire's thread. */
  void cut();
}
