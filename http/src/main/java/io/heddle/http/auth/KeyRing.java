package io.heddle.http.auth;

import com.auth0.jwt.interfaces.JWTVerifier;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The keys of one issuer, each with the rules that its tokens are held against. */
sealed interface KeyRing {
  /**
   * The key for a token's header. A header chooses among the keys that there are, by {@code alg}
   * and {@code kid}; it never says what kind a key is of. Never completes with an exception.
   *
   * @param kid empty where the token has none
   */
  CompletionStage<Found> find(String algorithm, Optional<String> kid);

  /** What came of looking. */
  sealed interface Found {}

  /** This verifies it. */
  record Key(JWTVerifier verifier) implements Found {}

  /** There is no such key. */
  record None() implements Found {}

  /** Whether there is such a key cannot be told now. */
  record Unreachable() implements Found {}

  /** Keys that are known from the start; {@code kid} makes no difference. */
  record Fixed(Map<String, JWTVerifier> byAlgorithm) implements KeyRing {
    public Fixed {
      byAlgorithm = Map.copyOf(byAlgorithm);
    }

    @Override
    public CompletionStage<Found> find(String algorithm, Optional<String> kid) {
      JWTVerifier verifier = byAlgorithm.get(algorithm);
      return CompletableFuture.completedFuture(verifier == null ? new None() : new Key(verifier));
    }
  }

  /** Keys that are fetched. */
  record Fetched(JwksCache cache) implements KeyRing {
    @Override
    public CompletionStage<Found> find(String algorithm, Optional<String> kid) {
      return cache.find(algorithm, kid);
    }
  }
}
