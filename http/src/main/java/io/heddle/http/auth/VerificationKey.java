package io.heddle.http.auth;

import com.auth0.jwt.algorithms.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;

/**
 * The algorithms that a key can verify. A token's header only chooses among them: what kind of key
 * there is says the configuration, never the token (RFC 8725, section 3.1).
 */
final class VerificationKey {
  private static final int MIN_SECRET_BYTES = 32;

  /** RFC 7518, section 3.3. */
  private static final int MIN_RSA_BITS = 2048;

  private VerificationKey() {}

  /**
   * HS256, HS384 and HS512.
   *
   * @param name of the setting, for the fault
   * @throws IllegalArgumentException where the secret is too short
   */
  static List<Algorithm> ofSecret(String secret, String name) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    if (key.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          name + " has " + key.length + " bytes, at least " + MIN_SECRET_BYTES + " are needed");
    }
    return List.of(Algorithm.HMAC256(key), Algorithm.HMAC384(key), Algorithm.HMAC512(key));
  }

  /**
   * RS256, RS384 and RS512, or the one of a curve.
   *
   * @param name of the key, for the fault
   * @throws IllegalArgumentException where the key is too weak or of another kind
   */
  static List<Algorithm> ofPublicKey(PublicKey key, String name) {
    return switch (key) {
      case RSAPublicKey rsa -> rsa(rsa, name);
      case ECPublicKey ec -> List.of(ecdsa(ec, name));
      default -> throw new IllegalArgumentException(name + " is no RSA or EC key");
    };
  }

  private static List<Algorithm> rsa(RSAPublicKey key, String name) {
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS) {
      throw new IllegalArgumentException(
          "%s is an RSA key of %d bits, at least %d are needed"
              .formatted(name, bits, MIN_RSA_BITS));
    }
    return List.of(
        Algorithm.RSA256(key, null), Algorithm.RSA384(key, null), Algorithm.RSA512(key, null));
  }

  /** Each ES algorithm has one curve (RFC 7518, section 3.4). */
  private static Algorithm ecdsa(ECPublicKey key, String name) {
    int bits = key.getParams().getCurve().getField().getFieldSize();
    return switch (bits) {
      case 256 -> Algorithm.ECDSA256(key, null);
      case 384 -> Algorithm.ECDSA384(key, null);
      case 521 -> Algorithm.ECDSA512(key, null);
      default ->
          throw new IllegalArgumentException(
              "%s is an EC key on a curve of %d bits; P-256, P-384 and P-521 are taken"
                  .formatted(name, bits));
    };
  }
}
