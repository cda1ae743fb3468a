package io.heddle.config;

import java.util.List;
import java.util.Optional;

/**
 * One of several issuers of tokens: an entry of {@code heddle.auth.issuers}.
 *
 * @param issuer what {@code iss} is in its tokens, and in no other's
 * @param audience demanded in {@code aud}
 * @param key with which its tokens are verified
 * @param algorithms those that it signs with, fitting the key; none: all that fit it
 */
public record IssuerSettings(
    String issuer, Optional<String> audience, KeySource key, List<String> algorithms) {
  /** Takes a copy of the list. */
  public IssuerSettings {
    algorithms = List.copyOf(algorithms);
  }
}
