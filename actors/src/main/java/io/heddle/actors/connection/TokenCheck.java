package io.heddle.actors.connection;

import static java.util.Objects.requireNonNull;

import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder.Purpose;
import io.heddle.actors.protocol.ConnectionOrder.TokenChecked;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.TokenVerifier;
import io.heddle.actors.protocol.TokenVerifier.Refused;
import io.heddle.actors.protocol.TokenVerifier.Unavailable;
import io.heddle.actors.protocol.TokenVerifier.Verdict;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the token of a command checked, and answers for one that is refused. */
final class TokenCheck {
  private static final Logger LOG = LoggerFactory.getLogger(TokenCheck.class);

  private TokenCheck() {}

  /** Has a token checked; a verifier that fails knows nothing of it. */
  static CompletionStage<TokenChecked> of(
      TokenVerifier verifier, String token, Purpose purpose, Optional<CorrelationId> id) {
    return verdict(verifier, token)
        .thenApply(verdict -> requireNonNull(verdict, "no verdict"))
        .exceptionally(
            fault -> {
              LOG.warn("a token could not be checked", fault);
              return new Unavailable("token could not be checked");
            })
        .thenApply(verdict -> new TokenChecked(verdict, purpose, id));
  }

  private static CompletionStage<Verdict> verdict(TokenVerifier verifier, String token) {
    try {
      return requireNonNull(verifier.verify(token), "no stage");
    } catch (RuntimeException fault) {
      return CompletableFuture.failedFuture(fault);
    }
  }

  /** Tells a client that its token cannot be checked now; one that is in stays with its old one. */
  static void unavailable(
      Voice voice, String reason, Purpose purpose, Optional<CorrelationId> id, long now) {
    if (purpose == Purpose.REFRESH) {
      voice.fail(ErrorCode.UNAVAILABLE, reason, Optional.empty(), id, now);
    } else {
      voice.end(ErrorCode.UNAVAILABLE, reason, id, CloseCode.SERVER_FULL);
    }
  }

  /** Tells a client that its token is refused, in the words of the command that it came with. */
  static void refuse(
      Voice voice, Refused refused, Purpose purpose, Optional<CorrelationId> id, long now) {
    String reason = refused.reason();
    CloseCode close = refused.expired() ? CloseCode.TOKEN_EXPIRED : CloseCode.UNAUTHORIZED;
    switch (purpose) {
      case REFRESH -> {
        String text = "not allowed to refresh: " + reason;
        voice.fail(ErrorCode.FORBIDDEN, text, Optional.empty(), id, now);
      }
      case AUTH -> {
        voice.say(new Event.AuthFailed(reason, id));
        voice.close(close, reason);
      }
      case CONNECT -> {
        ErrorCode code = refused.expired() ? ErrorCode.TOKEN_EXPIRED : ErrorCode.UNAUTHORIZED;
        voice.end(code, reason, id, close);
      }
    }
  }
}
