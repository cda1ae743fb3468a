package io.heddle.http.auth;

import com.auth0.jwt.algorithms.Algorithm;
import io.heddle.config.JwtSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;

/**
 * The algorithms that the configured key can verify. A token's header only chooses among them: what
 * kind of key there is says the configuration, never the token (RFC 8725, section 3.1).
 */
final class VerificationKey {
  private static final String SECRET = "heddle.jwt.secret";
  private static final String FILE = PublicKeyFile.SETTING;
  private static final int MIN_SECRET_BYTES = 32;

  /** RFC 7518, section 3.3. */
  private static final int MIN_RSA_BITS = 2048;

  private VerificationKey() {}

  /** None where no key is configured. */
  static List<Algorithm> algorithms(JwtSettings settings) {
    if (settings.secret().isPresent() && settings.publicKeyFile().isPresent()) {
      throw new IllegalArgumentException(
          SECRET + " and " + FILE + " are both set: tokens are verified with one key");
    }
    if (settings.secret().isPresent()) {
      return hmac(settings.secret().get());
    }
    return settings.publicKeyFile().map(VerificationKey::publicKey).orElse(List.of());
  }

  private static List<Algorithm> hmac(String secret) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    if (key.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          SECRET + " has " + key.length + " bytes, at least " + MIN_SECRET_BYTES + " are needed");
    }
    return List.of(Algorithm.HMAC256(key), Algorithm.HMAC384(key), Algorithm.HMAC512(key));
  }

  private static List<Algorithm> publicKey(Path file) {
    PublicKey key = PublicKeyFile.read(file);
    return switch (key) {
      case RSAPublicKey rsa -> rsa(rsa, file);
      case ECPublicKey ec -> List.of(ecdsa(ec, file));
      default -> throw new IllegalArgumentException(FILE + " (" + file + ") is no RSA or EC key");
    };
  }

  private static List<Algorithm> rsa(RSAPublicKey key, Path file) {
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS) {
      throw new IllegalArgumentException(
          "%s (%s) is an RSA key of %d bits, at least %d are needed"
              .formatted(FILE, file, bits, MIN_RSA_BITS));
    }
    return List.of(
        Algorithm.RSA256(key, null), Algorithm.RSA384(key, null), Algorithm.RSA512(key, null));
  }

  /** Each ES algorithm has one curve (RFC 7518, section 3.4). */
  private static Algorithm ecdsa(ECPublicKey key, Path file) {
    int bits = key.getParams().getCurve().getField().getFieldSize();
    return switch (bits) {
      case 256 -> Algorithm.ECDSA256(key, null);
      case 384 -> Algorithm.ECDSA384(key, null);
      case 521 -> Algorithm.ECDSA512(key, null);
      default ->
          throw new IllegalArgumentException(
              "%s (%s) is an EC key on a curve of %d bits; P-256, P-384 and P-521 are taken"
                  .formatted(FILE, file, bits));
    };
  }
}
