package io.heddle.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How tokens are verified: {@code heddle.jwt}. The text form of this record hides the secret.
 *
 * @param secret its UTF-8 bytes, 32 or more, are the key of HS256, HS384 and HS512
 * @param publicKeyFile PEM file with the public key of RS* or ES*; not opened here
 * @param issuer demanded in {@code iss}
 * @param audience demanded in {@code aud}
 * @param leeway by which clocks may differ
 * @param requireExpiry whether a token without {@code exp} is refused
 */
public record JwtSettings(
    Optional<String> secret,
    Optional<Path> publicKeyFile,
    Optional<String> issuer,
    Optional<String> audience,
    Duration leeway,
    boolean requireExpiry) {
  /** Whether there is any key to verify tokens with. */
  public boolean hasKey() {
    return secret.isPresent() || publicKeyFile.isPresent();
  }

  @Override
  public String toString() {
    return "JwtSettings[secret=%s, publicKeyFile=%s, issuer=%s, audience=%s, leeway=%s, requireExpiry=%s]"
        .formatted(
            secret.isPresent() ? "(hidden)" : "(none)",
            publicKeyFile,
            issuer,
            audience,
            leeway,
            requireExpiry);
  }
}
