package io.heddle.actors.protocol;

import java.util.concurrent.CompletionStage;

/** Tells whose a token is. Safe to call from any thread; must not block the caller. */
public interface TokenVerifier {
  /** Completes with a verdict; a token that is refused is a value, an exception is a fault. */
  CompletionStage<Verdict> verify(String token);

  /** What became of a token. */
  sealed interface Verdict {}

  /** The token is good and belongs to {@code identity}. */
  record Verified(Identity identity) implements Verdict {}

  /** The token is refused; {@code expired} where only its age is wrong. */
  record Refused(String reason, boolean expired) implements Verdict {}

  /**
   * Whether the token is good cannot be told now, such as where its key cannot be fetched; the same
   * token may be good in a moment. {@code reason} is fit for a client.
   */
  record Unavailable(String reason) implements Verdict {}
}
