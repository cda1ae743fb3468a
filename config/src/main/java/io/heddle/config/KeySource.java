package io.heddle.config;

import java.net.URI;
import java.nio.file.Path;

/** Where the key stands that tokens are verified with. What kind it is, a token never says. */
public sealed interface KeySource {
  /**
   * A shared secret, for HS256, HS384 and HS512. The text form hides it.
   *
   * @param value its UTF-8 bytes, 32 or more, are the key
   */
  record Secret(String value) implements KeySource {
    @Override
    public String toString() {
      return "Secret[(hidden)]";
    }
  }

  /**
   * A PEM file with a public key, for RS* or ES*; not opened here.
   *
   * @param file may not exist
   */
  record PublicKeyFile(Path file) implements KeySource {}

  /**
   * A set of public keys (RFC 7517), for RS* and ES*.
   *
   * @param url http or https, with a host and without credentials
   */
  record JwksUrl(URI url) implements KeySource {}
}
