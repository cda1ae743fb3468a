package io.heddle.actors.log;

import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Sender;

/** What an idempotency key counts within: nobody can spoil another one's. */
public final class KeyScope {
  private KeyScope() {}

  /**
   * The key of a draft that has one, with its source and user: what clients and backends say on a
   * user's behalf is told apart, and so are connections without a user.
   */
  public static String scoped(Draft draft) {
    Sender sender = draft.sender();
    String user = sender.userId().orElse("");
    String source =
        sender.clientId().map(id -> sender.userId().isPresent() ? "c" : "c" + id).orElse("b");
    return source + user.length() + ":" + user + ":" + draft.key().orElseThrow();
  }
}
