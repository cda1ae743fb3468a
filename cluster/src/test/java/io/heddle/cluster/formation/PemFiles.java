package io.heddle.cluster.formation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A key and its certificate, which is its own authority, made by the JDK's keytool.
 *
 * @param certificate as PEM
 * @param key as PEM, PKCS#8
 */
record PemFiles(Path certificate, Path key) {
  private static final char[] PASSWORD = "password".toCharArray();

  static PemFiles make(Path folder, String name)
      throws IOException, GeneralSecurityException, InterruptedException {
    var store = folder.resolve(name + ".p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-ext",
                "bc=ca:true",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool made no key");
    }
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    return new PemFiles(
        pem(folder.resolve(name + ".crt"), "CERTIFICATE", keys.getCertificate(name).getEncoded()),
        pem(
            folder.resolve(name + ".key"),
            "PRIVATE KEY",
            keys.getKey(name, PASSWORD).getEncoded()));
  }

  private static Path pem(Path file, String kind, byte[] content) throws IOException {
    var body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind));
  }

  /** As settings, in HOCON. */
  String settings() {
    return "heddle.cluster.tls { certificate = \"%s\", key = \"%s\", authority = \"%s\" }"
        .formatted(certificate, key, certificate);
  }
}
