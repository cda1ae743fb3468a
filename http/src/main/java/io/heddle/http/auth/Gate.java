package io.heddle.http.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** Judges a request's origin, then its credentials. Safe to call from any thread. */
@FunctionalInterface
public interface Gate {
  /** Judges; a refusal is a value, and whatever fails in an extension is one too. */
  CompletionStage<Authenticator.Result> judge(HttpRequest request, Credentials credentials);

  /** The gate of a policy and an authenticator; the origin first, since it costs nothing. */
  static Gate of(OriginPolicy origins, Authenticator authenticator) {
    return (request, credentials) ->
        origins.allows(request, credentials instanceof Credentials.Cookie)
            ? authenticator.authenticate(request, credentials)
            : CompletableFuture.completedFuture(
                Authenticator.Denied.of(RefusalReason.ORIGIN, "origin not allowed"));
  }
}
