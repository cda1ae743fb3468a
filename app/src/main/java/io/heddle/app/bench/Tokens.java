package io.heddle.app.bench;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The credential that each connection comes with. */
@FunctionalInterface
interface Tokens {

  /** The token of connection {@code index}; empty connects without one. Any thread. */
  Optional<String> token(int index);

  /** For endpoints that ask for none. */
  static Tokens none() {
    return _ -> Optional.empty();
  }

  /**
   * HS256 tokens for users {@code bench-0}, {@code bench-1} and so on. They are signed here, before
   * the clock runs, so that signing is no part of a measured connect.
   */
  static Tokens signed(byte[] secret, int count, Instant expiry) {
    Algorithm algorithm = Algorithm.HMAC256(secret);
    byte[][] tokens = new byte[count][];
    for (int i = 0; i < count; i++) {
      tokens[i] =
          JWT.create()
              .withSubject("bench-" + i)
              .withExpiresAt(expiry)
              .sign(algorithm)
              .getBytes(StandardCharsets.US_ASCII);
    }
    return index -> Optional.of(new String(tokens[index], StandardCharsets.US_ASCII));
  }

  /** A token a line, used in turn. */
  static Tokens ofFile(Path file) throws IOException {
    List<String> lines =
        Files.readAllLines(file).stream().map(String::strip).filter(l -> !l.isEmpty()).toList();
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("--token-file: no token in " + file);
    }
    return index -> Optional.of(lines.get(index % lines.size()));
  }
}
