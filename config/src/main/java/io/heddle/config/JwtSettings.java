package io.heddle.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How tokens are verified: {@code heddle.jwt}. The text form of this record hides the secret.
 *
 * @param secret its UTF-8 bytes, 32 or more, are the key of HS256, HS384 and HS512
 * @param publicKeyFile PEM file with the public key of RS* or ES*; not opened here
 * @param jwksUrl where a set of public keys of RS* or ES* is fetched
 * @param jwks how it is fetched, and those of {@code auth.issuers}
 * @param issuer demanded in {@code iss}
 * @param audience demanded in {@code aud}
 * @param leeway by which clocks may differ
 * @param requireExpiry whether a token without {@code exp} is refused
 */
public record JwtSettings(
    Optional<String> secret,
    Optional<Path> publicKeyFile,
    Optional<URI> jwksUrl,
    JwksSettings jwks,
    Optional<String> issuer,
    Optional<String> audience,
    Duration leeway,
    boolean requireExpiry) {
  /** Whether there is any key to verify tokens with. */
  public boolean hasKey() {
    return !keys().isEmpty();
  }

  /** The keys that are set; more than one is a fault. */
  public List<KeySource> keys() {
    return Stream.<Optional<? extends KeySource>>of(
            secret.map(KeySource.Secret::new),
            publicKeyFile.map(KeySource.PublicKeyFile::new),
            jwksUrl.map(KeySource.JwksUrl::new))
        .<KeySource>flatMap(Optional::stream)
        .toList();
  }

  @Override
  public String toString() {
    return "JwtSettings[secret=%s, publicKeyFile=%s, jwksUrl=%s, jwks=%s, issuer=%s, audience=%s, leeway=%s, requireExpiry=%s]"
        .formatted(
            secret.isPresent() ? "(hidden)" : "(none)",
            publicKeyFile,
            jwksUrl,
            jwks,
            issuer,
            audience,
            leeway,
            requireExpiry);
  }
}
