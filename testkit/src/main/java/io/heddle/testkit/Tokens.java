package io.heddle.testkit;

import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.TokenVerifier;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Knows the tokens that a test has issued, and no others. */
final class Tokens implements TokenVerifier {
  private final Map<String, Identity> issued = new ConcurrentHashMap<>();
  private final Clock clock;

  Tokens(Clock clock) {
    this.clock = clock;
  }

  String issue(Identity identity) {
    String token = "token-%d-of-%s".formatted(issued.size() + 1, identity.userId().orElse("-"));
    issued.put(token, identity);
    return token;
  }

  @Override
  public CompletionStage<Verdict> verify(String token) {
    return CompletableFuture.completedFuture(verdict(token));
  }

  private Verdict verdict(String token) {
    Optional<Identity> identity = Optional.ofNullable(issued.get(token));
    if (identity.isEmpty()) {
      return new Refused("the kit has issued no such token", false);
    }
    boolean over =
        identity.get().expiresAt().filter(end -> !end.isAfter(clock.instant())).isPresent();
    return over ? new Refused("token expired", true) : new Verified(identity.get());
  }
}
