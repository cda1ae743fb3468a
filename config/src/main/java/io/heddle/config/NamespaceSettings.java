package io.heddle.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The declared namespaces: {@code heddle.namespaces}.
 *
 * @param byName policies by namespace, in order of declaration; holds {@code default} always
 */
public record NamespaceSettings(Map<String, NamespacePolicy> byName) {
  /** The namespace of names without a colon, and the policy of those that nobody declared. */
  public static final String DEFAULT = "default";

  private static final int DIGEST_BYTES = 6;

  /** Takes a copy that keeps the order; refuses a map without {@code default}. */
  public NamespaceSettings {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    if (!byName.containsKey(DEFAULT)) {
      throw new IllegalArgumentException("the namespace 'default' is not declared");
    }
  }

  /** Whether a policy of its own was declared for a namespace. */
  public boolean declares(String namespace) {
    return byName.containsKey(namespace);
  }

  /** The policy of a namespace; of one that nobody declared, that of {@code default}. */
  public NamespacePolicy policy(String namespace) {
    var declared = byName.get(namespace);
    return declared != null ? declared : Objects.requireNonNull(byName.get(DEFAULT));
  }

  /** Twelve hexadecimal digits, alike for the same policies in whatever order they were written. */
  public String digest() {
    byte[] text = new TreeMap<>(byName).toString().getBytes(StandardCharsets.UTF_8);
    try {
      byte[] all = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(all, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException fault) {
      throw new IllegalStateException("every Java has SHA-256", fault);
    }
  }
}
