package io.heddle.http.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** Reads a public key (SubjectPublicKeyInfo, RFC 7468, section 13) from a PEM file. */
final class PublicKeyFile {
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  private final Path file;
  private final String name;

  private PublicKeyFile(Path file, String setting) {
    this.file = file;
    this.name = setting + " (" + file + ")";
  }

  /**
   * Reads the key, once, at start; an {@link IllegalArgumentException} says what is wrong.
   *
   * @param setting that names the file
   */
  static PublicKey read(Path file, String setting) {
    return new PublicKeyFile(file, setting).read();
  }

  private PublicKey read() {
    String text = text();
    if (text.isBlank()) {
      throw fault("is empty");
    }
    if (text.contains("PRIVATE KEY-----")) {
      throw fault("holds a private key: give the public one, and keep this one elsewhere");
    }
    if (text.contains("BEGIN CERTIFICATE")) {
      throw fault(
          "holds a certificate, not a public key:"
              + " openssl x509 -in FILE -pubkey -noout extracts it");
    }
    if (text.contains("BEGIN RSA PUBLIC KEY")) {
      throw fault(
          "holds a key in PKCS #1 form:"
              + " openssl rsa -RSAPublicKey_in -in FILE -pubout converts it");
    }
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw fault("holds no PEM block 'PUBLIC KEY'");
    }
    if (text.indexOf(BEGIN, end) >= 0) {
      throw fault("holds more than one key");
    }
    return decode(text.substring(begin + BEGIN.length(), end));
  }

  private String text() {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException _) {
      throw fault("does not exist");
    } catch (IOException cause) {
      throw new IllegalArgumentException(name + " cannot be read: " + cause, cause);
    }
  }

  private PublicKey decode(String base64) {
    byte[] der = der(base64);
    return key("RSA", der)
        .or(() -> key("EC", der))
        .orElseThrow(() -> fault("holds neither an RSA nor an EC public key"));
  }

  private byte[] der(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw fault("is no valid PEM: bad base64");
    }
  }

  private static Optional<PublicKey> key(String kind, byte[] der) {
    try {
      return Optional.of(KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der)));
    } catch (InvalidKeySpecException _) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException fault) {
      throw new IllegalStateException("this JVM knows no " + kind + " keys", fault);
    }
  }

  private IllegalArgumentException fault(String what) {
    return new IllegalArgumentException(name + " " + what);
  }
}
