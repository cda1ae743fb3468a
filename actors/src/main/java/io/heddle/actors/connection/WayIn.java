package io.heddle.actors.connection;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder.Purpose;
import io.heddle.actors.protocol.ConnectionOrder.TokenChecked;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.ToConnection;
import io.heddle.actors.protocol.TokenVerifier.Refused;
import io.heddle.actors.protocol.TokenVerifier.Unavailable;
import io.heddle.actors.protocol.TokenVerifier.Verified;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * How a client shows who it is: what it may say before it is let in, and its tokens, the newer ones
 * that come later included. Part of the connection's actor.
 */
final class WayIn {
  private final ConnectionEnvironment environment;
  private final ActorRef<ToConnection> self;
  private final Voice voice;
  private final Expiry expiry;
  private final Optional<Identity> known;
  private final Belonging belonging;
  private Optional<ClientCommand.Connect> connect = Optional.empty();
  private boolean checking;

  /**
   * The way of a client that is not in.
   *
   * @param known who it is; empty where its token comes in-band
   * @param belonging lets it in, called once
   */
  WayIn(
      ConnectionEnvironment environment,
      ActorRef<ToConnection> self,
      Voice voice,
      Expiry expiry,
      Optional<Identity> known,
      Belonging belonging) {
    this.environment = environment;
    this.self = self;
    this.voice = voice;
    this.expiry = expiry;
    this.known = known;
    this.belonging = belonging;
  }

  /** Lets the client in at once, or waits for what it has to say first. */
  void begin(boolean waitForConnect) {
    if (known.isEmpty()) {
      voice.say(new Event.AuthRequired());
      expiry.wakeIn(environment.settings().webSocket().timeout(), now());
    } else if (waitForConnect) {
      expiry.wakeIn(environment.settings().webSocket().connectWait(), now());
    } else {
      belonging.identified(known.get());
    }
  }

  /** Whether a token is being checked, which what comes meanwhile has to wait for. */
  boolean isChecking() {
    return checking;
  }

  /** The command by which the client was let in; empty where there was none. */
  Optional<ClientCommand.Connect> connect() {
    return connect;
  }

  /** The id that the client gave that command, for the answer. */
  Optional<CorrelationId> connectId() {
    return connect.flatMap(ClientCommand.Connect::id);
  }

  /** A command of a client that is not in. */
  void outside(ClientCommand command) {
    switch (command) {
      case ClientCommand.Connect wanted when wanted.token().isPresent() -> {
        connect = Optional.of(wanted);
        check(wanted.token().get(), Purpose.CONNECT, wanted.id());
      }
      case ClientCommand.Connect wanted when known.isPresent() -> {
        connect = Optional.of(wanted);
        belonging.identified(known.get());
      }
      case ClientCommand.Auth(var token, var id) -> check(token, Purpose.AUTH, id);
      case ClientCommand.Ping(var id) -> voice.say(new Event.Pong(id));
      case ClientCommand.Custom(var type, _, var id)
          when !environment.extensions().handlers().knows(type) ->
          voice.fail(ErrorCode.UNKNOWN_TYPE, Optional.empty(), id, now());
      case ClientCommand.Malformed(var code, var text, var id) ->
          voice.fail(code, text, Optional.empty(), id, now());
      default -> {
        ErrorCode code = ErrorCode.UNAUTHORIZED;
        voice.end(code, code.text(), command.id(), CloseCode.UNAUTHORIZED);
      }
    }
  }

  /** The time to come in is over; the check of a token has a limit of its own. */
  void overdue() {
    if (!checking) {
      String text = known.isEmpty() ? "not authenticated in time" : "no connect in time";
      voice.end(ErrorCode.UNAUTHORIZED, text, Optional.empty(), CloseCode.UNAUTHORIZED);
    }
  }

  /** Has a token checked; {@link #checked} hears of it. */
  void check(String token, Purpose purpose, Optional<CorrelationId> id) {
    checking = true;
    TokenCheck.of(environment.verifier(), token, purpose, id).thenAccept(self::tell);
  }

  /** The check is over, which matters where the client is still {@code here}. */
  void checked(TokenChecked message, boolean here, Optional<Commands> open) {
    checking = false;
    if (!here) {
      return;
    }
    Purpose purpose = message.purpose();
    Optional<CorrelationId> id = message.id();
    switch (message.verdict()) {
      case Verified(var identity) when purpose == Purpose.REFRESH ->
          refresh(open.orElseThrow(), identity, id);
      case Verified(var identity) -> {
        if (purpose == Purpose.AUTH) {
          voice.say(new Event.AuthSuccess(identity.userId(), id));
          connect = Optional.empty();
        }
        belonging.identified(identity);
      }
      case Unavailable(var reason) -> TokenCheck.unavailable(voice, reason, purpose, id, now());
      case Refused refused -> TokenCheck.refuse(voice, refused, purpose, id, now());
    }
  }

  private void refresh(Commands open, Identity identity, Optional<CorrelationId> id) {
    Identity now = open.rights().identity();
    if (!identity.userId().equals(now.userId())) {
      String text = "not allowed to refresh with another user's token";
      voice.fail(ErrorCode.FORBIDDEN, text, Optional.empty(), id, now());
      return;
    }
    expiry.renewed(identity);
    voice.say(new Event.Refreshed(identity.expiresAt(), id));
    open.memberships().refreshed(belonging.refreshed(identity, now), now());
  }

  private long now() {
    return environment.clock().millis();
  }
}
