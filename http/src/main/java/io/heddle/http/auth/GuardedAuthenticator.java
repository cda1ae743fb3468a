package io.heddle.http.auth;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** An extension's authenticator behind a {@link Guard}: whatever it does, there is an answer. */
final class GuardedAuthenticator implements Authenticator {
  private final Authenticator extension;
  private final Guard guard;

  GuardedAuthenticator(Authenticator extension, Guard guard) {
    this.extension = extension;
    this.guard = guard;
  }

  @Override
  public CompletionStage<Verdict> verify(String token) {
    return guard.call(() -> extension.verify(token), Unavailable::new);
  }

  @Override
  public CompletionStage<Result> authenticate(HttpRequest request, Credentials credentials) {
    return guard.call(
        () -> extension.authenticate(request, credentials),
        text -> Denied.of(RefusalReason.UNAVAILABLE, text));
  }
}
