package io.heddle.http.auth;

import com.auth0.jwk.InvalidPublicKeyException;
import com.auth0.jwk.Jwk;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.JWTVerifier;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A set of public keys (RFC 7517, section 5), as it was fetched. Immutable.
 *
 * @param keys those that can be used
 */
record JwkSet(List<Entry> keys) {
  private static final Logger log = LoggerFactory.getLogger(JwkSet.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

  /** No keys. */
  static final JwkSet EMPTY = new JwkSet(List.of());

  JwkSet {
    keys = List.copyOf(keys);
  }

  /** One key, and what it verifies with each of its algorithms. */
  record Entry(Optional<String> kid, Map<String, JWTVerifier> byAlgorithm) {}

  /**
   * Reads a set. Keys that are no signing keys, are symmetric, too weak or malformed are left out,
   * since one of them must not cost the others.
   *
   * @param rules what a token of an algorithm is held against; empty where it is not taken
   * @throws IOException where the text is no set of keys
   */
  static JwkSet read(String text, Function<Algorithm, Optional<JWTVerifier>> rules)
      throws IOException {
    JsonNode keys = JSON.readTree(text).path("keys");
    if (!keys.isArray()) {
      throw new IOException("no 'keys'");
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonNode key : keys) {
      try {
        entry(Jwk.fromValues(JSON.convertValue(key, MEMBERS)), rules).ifPresent(entries::add);
      } catch (InvalidPublicKeyException | RuntimeException fault) {
        log.warn("A key of a fetched set is left out: {}", fault.getMessage());
      }
    }
    return new JwkSet(entries);
  }

  private static Optional<Entry> entry(Jwk jwk, Function<Algorithm, Optional<JWTVerifier>> rules)
      throws InvalidPublicKeyException {
    boolean signing = jwk.getUsage() == null || jwk.getUsage().equals("sig");
    boolean asymmetric = jwk.getType().equals("RSA") || jwk.getType().equals("EC");
    if (!signing || !asymmetric) {
      return Optional.empty();
    }
    Map<String, JWTVerifier> byAlgorithm = new HashMap<>();
    for (Algorithm algorithm :
        VerificationKey.ofPublicKey(jwk.getPublicKey(), "the key '" + jwk.getId() + "'")) {
      if (jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(algorithm.getName())) {
        rules.apply(algorithm).ifPresent(it -> byAlgorithm.put(algorithm.getName(), it));
      }
    }
    return byAlgorithm.isEmpty()
        ? Optional.empty()
        : Optional.of(new Entry(Optional.ofNullable(jwk.getId()), Map.copyOf(byAlgorithm)));
  }

  /** The key of this name; without a name the only one that fits, never one of several. */
  Optional<JWTVerifier> find(String algorithm, Optional<String> kid) {
    List<JWTVerifier> fitting =
        keys.stream()
            .filter(key -> kid.isEmpty() || key.kid().equals(kid))
            .flatMap(key -> Optional.ofNullable(key.byAlgorithm().get(algorithm)).stream())
            .toList();
    return kid.isPresent() || fitting.size() == 1 ? fitting.stream().findFirst() : Optional.empty();
  }
}
