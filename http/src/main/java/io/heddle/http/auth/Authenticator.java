package io.heddle.http.auth;

import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.TokenVerifier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Tells who somebody is: by the token of a request, by one that comes in-band, or by whatever else
 * a request holds. Its origin has been allowed before. The standard one is {@link JwtVerifier}; an
 * extension may bring another, by an {@link AuthenticatorProvider}.
 *
 * <p>An extension's is called on a thread of its own and may block; many are called at once. What
 * it throws, or does not answer within {@code auth.timeout}, refuses with 503 before the upgrade,
 * and with the error {@code unavailable} in-band.
 */
public interface Authenticator extends TokenVerifier {
  /** What became of a request's credentials. */
  sealed interface Result {}

  /** They are good. */
  record Known(Identity identity) implements Result {}

  /** None came; the endpoint decides what that means. */
  record Unknown() implements Result {}

  /** They are bad, or cannot be judged now. */
  record Denied(Refusal refusal) implements Result {
    /** Denied for this reason, with one line that is fit for whoever asked. */
    public static Denied of(RefusalReason reason, String error) {
      return new Denied(new Refusal(reason, error));
    }
  }

  /**
   * Judges a request. Unless it is overridden, its token is given to {@link #verify}.
   *
   * @param credentials those that decide: the first that are present
   */
  default CompletionStage<Result> authenticate(HttpRequest request, Credentials credentials) {
    return switch (credentials) {
      case Credentials.Bearer(var token) -> verify(token).thenApply(Authenticator::result);
      case Credentials.Query(var token) -> verify(token).thenApply(Authenticator::result);
      case Credentials.Cookie(var token) -> verify(token).thenApply(Authenticator::result);
      case Credentials.Unsupported() ->
          CompletableFuture.completedFuture(
              Denied.of(RefusalReason.UNSUPPORTED_SCHEME, "authorization scheme must be Bearer"));
      case Credentials.None() -> CompletableFuture.completedFuture(new Unknown());
    };
  }

  private static Result result(Verdict verdict) {
    return switch (verdict) {
      case Verified(var identity) -> new Known(identity);
      case Refused(var reason, var expired) ->
          Denied.of(expired ? RefusalReason.TOKEN_EXPIRED : RefusalReason.INVALID_TOKEN, reason);
      case Unavailable(var reason) -> Denied.of(RefusalReason.UNAVAILABLE, reason);
    };
  }
}
