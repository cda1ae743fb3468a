package io.heddle.http.auth;

import io.heddle.actors.protocol.Identity;
import io.heddle.config.Settings;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** The example of docs/extending-auth.md: backends show a key, everybody else a token. */
public final class ApiKeys implements AuthenticatorProvider {
  private static final Map<String, String> USERS = Map.of("k-7f3a", "billing");

  @Override
  public Authenticator create(Authenticator standard, Settings settings) {
    return new Authenticator() {
      @Override
      public CompletionStage<Result> authenticate(HttpRequest request, Credentials credentials) {
        return request
            .getHeader("x-api-key")
            .map(key -> CompletableFuture.completedFuture(judge(key.value())))
            .<CompletionStage<Result>>map(answer -> answer)
            .orElseGet(() -> standard.authenticate(request, credentials));
      }

      @Override
      public CompletionStage<Verdict> verify(String token) {
        return standard.verify(token);
      }
    };
  }

  private static Authenticator.Result judge(String key) {
    String user = USERS.get(key);
    return user == null
        ? Authenticator.Denied.of(RefusalReason.INVALID_TOKEN, "unknown API key")
        : new Authenticator.Known(Identity.user(user));
  }
}
