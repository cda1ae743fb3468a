package io.heddle.http.auth;

import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.TokenVerifier.Refused;
import io.heddle.actors.protocol.TokenVerifier.Verdict;
import io.heddle.actors.protocol.TokenVerifier.Verified;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** Judges the credentials of a request together with its origin. Safe to call from any thread. */
public final class Authenticator {
  private final Function<String, Verdict> tokens;
  private final OriginPolicy origins;

  /**
   * Takes what judges tokens and origins.
   *
   * @param tokens answers at once, such as {@link JwtVerifier#check}
   */
  public Authenticator(Function<String, Verdict> tokens, OriginPolicy origins) {
    this.tokens = tokens;
    this.origins = origins;
  }

  /** What became of a request's credentials. */
  public sealed interface Result {}

  /** They are good. */
  public record Known(Identity identity) implements Result {}

  /** None came, from where it is allowed. */
  public record Unknown() implements Result {}

  /** They are bad, or came from where they must not. */
  public record Denied(Refusal refusal) implements Result {}

  /** Judges; the origin first, since it costs nothing. */
  public Result authenticate(HttpRequest request, Credentials credentials) {
    if (!origins.allows(request, credentials instanceof Credentials.Cookie)) {
      return denied(RefusalReason.ORIGIN, "origin not allowed");
    }
    return switch (credentials) {
      case Credentials.Bearer(var token) -> judge(token);
      case Credentials.Query(var token) -> judge(token);
      case Credentials.Cookie(var token) -> judge(token);
      case Credentials.Unsupported() ->
          denied(RefusalReason.UNSUPPORTED_SCHEME, "authorization scheme must be Bearer");
      case Credentials.None() -> new Unknown();
    };
  }

  private Result judge(String token) {
    return switch (tokens.apply(token)) {
      case Verified(var identity) -> new Known(identity);
      case Refused(var reason, var expired) ->
          denied(expired ? RefusalReason.TOKEN_EXPIRED : RefusalReason.INVALID_TOKEN, reason);
    };
  }

  private static Denied denied(RefusalReason reason, String error) {
    return new Denied(new Refusal(reason, error));
  }
}
