package io.heddle.actors.connection;

import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.Socket;
import io.heddle.actors.protocol.ToNode;
import io.heddle.config.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * When a connection's time is up: first a notice, then the end of its token. Part of the
 * connection's actor, which the node wakes, since a timer a connection would be too many.
 */
final class Expiry {
  private final Socket socket;
  private final Voice voice;
  private final ActorRef<ToNode> node;
  private final Duration notice;
  private final Duration leeway;
  private boolean warned;

  /**
   * A watch of one connection.
   *
   * @param settings how long before the end of its token a client is told, and for how long after
   *     its end a token lets in, and so keeps its connection too
   */
  Expiry(Socket socket, Voice voice, ActorRef<ToNode> node, Settings settings) {
    this.socket = socket;
    this.voice = voice;
    this.node = node;
    this.notice = settings.auth().expiringNotice();
    this.leeway = settings.jwt().leeway();
  }

  /** Has the connection woken after a while. */
  void wakeIn(Duration delay, long now) {
    wakeAt(Instant.ofEpochMilli(now).plus(delay));
  }

  /** Has the connection woken when there is something to say about its token. */
  void watch(Identity identity) {
    wakeAt(
        identity
            .expiresAt()
            .map(end -> warned ? end.plus(leeway) : end.minus(notice))
            .orElse(Instant.MAX));
  }

  /** Starts anew with a newer token. */
  void renewed(Identity identity) {
    warned = false;
    watch(identity);
  }

  /** Tells the client what time it is for its token, and closes where that is over. */
  void due(Identity identity, Instant now) {
    if (identity.expiresAt().isEmpty()) {
      return;
    }
    Instant end = identity.expiresAt().get();
    if (!now.minus(leeway).isBefore(end)) {
      ErrorCode code = ErrorCode.TOKEN_EXPIRED;
      voice.end(code, code.text(), Optional.empty(), CloseCode.TOKEN_EXPIRED);
    } else if (end.minus(notice).isAfter(now)) {
      watch(identity);
    } else if (!warned) {
      warned = true;
      voice.say(new Event.TokenExpiring(end));
      watch(identity);
    }
  }

  private void wakeAt(Instant instant) {
    node.tell(new ToNode.WakeAt(socket.clientId(), instant));
  }
}
