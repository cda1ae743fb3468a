package io.heddle.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.algorithms.Algorithm;
import io.heddle.actors.protocol.TokenVerifier.Refused;
import io.heddle.actors.protocol.TokenVerifier.Verified;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicKeyTest {
  private static final String PAYLOAD = "{\"sub\":\"alice\",\"exp\":%d}".formatted(Tokens.at(60));

  @TempDir private Path folder;

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static KeyPair ec(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("key.pem"), text);
  }

  private JwtVerifier verifier(KeyPair keys) throws IOException {
    Path file = file("Made for a test.\n" + pem("PUBLIC KEY", keys.getPublic().getEncoded()));
    return new JwtVerifier(
        Tokens.file(file), Tokens.auth(), Tokens.CLOCK, new SimpleMeterRegistry());
  }

  @Test
  void eachStrengthOfAnRsaKeyIsTaken() throws Exception {
    KeyPair keys = rsa(2048);
    RSAPrivateKey key = (RSAPrivateKey) keys.getPrivate();
    JwtVerifier verifier = verifier(keys);

    for (Algorithm algorithm :
        List.of(
            Algorithm.RSA256(null, key),
            Algorithm.RSA384(null, key),
            Algorithm.RSA512(null, key))) {
      assertThat(verifier.verify(Tokens.signed(PAYLOAD, algorithm)).toCompletableFuture().join())
          .isInstanceOf(Verified.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"secp256r1,256", "secp384r1,384", "secp521r1,512"})
  void anEcKeyTakesTheAlgorithmOfItsCurve(String curve, int strength) throws Exception {
    KeyPair keys = ec(curve);
    ECPrivateKey key = (ECPrivateKey) keys.getPrivate();
    Algorithm algorithm =
        switch (strength) {
          case 256 -> Algorithm.ECDSA256(null, key);
          case 384 -> Algorithm.ECDSA384(null, key);
          default -> Algorithm.ECDSA512(null, key);
        };

    assertThat(
            verifier(keys).verify(Tokens.signed(PAYLOAD, algorithm)).toCompletableFuture().join())
        .isInstanceOf(Verified.class);
  }

  @Test
  void aPublicKeyIsNoSecret() throws Exception {
    KeyPair keys = rsa(2048);
    byte[] der = keys.getPublic().getEncoded();
    JwtVerifier verifier = verifier(keys);

    for (byte[] secret : List.of(der, pem("PUBLIC KEY", der).getBytes(StandardCharsets.UTF_8))) {
      assertThat(
              verifier
                  .verify(Tokens.signed(PAYLOAD, Algorithm.HMAC256(secret)))
                  .toCompletableFuture()
                  .join())
          .isEqualTo(new Refused("invalid token", false));
    }
  }

  @Test
  void aTokenOfAnotherKeyIsRefused() throws Exception {
    Algorithm other = Algorithm.RSA256(null, (RSAPrivateKey) rsa(2048).getPrivate());

    assertThat(
            verifier(rsa(2048)).verify(Tokens.signed(PAYLOAD, other)).toCompletableFuture().join())
        .isEqualTo(new Refused("invalid token", false));
  }

  @Test
  void aFileThatHoldsNoPublicKeyIsNamedWithItsSetting() throws Exception {
    KeyPair keys = rsa(2048);
    refuses("", "is empty");
    refuses(" \n", "is empty");
    refuses("no key at all", "holds no PEM block 'PUBLIC KEY'");
    refuses(pem("PRIVATE KEY", keys.getPrivate().getEncoded()), "holds a private key");
    refuses(pem("RSA PRIVATE KEY", new byte[] {1}), "holds a private key");
    refuses(pem("EC PRIVATE KEY", new byte[] {1}), "holds a private key");
    refuses(pem("CERTIFICATE", new byte[] {1}), "holds a certificate");
    refuses(pem("RSA PUBLIC KEY", new byte[] {1}), "PKCS #1");
    refuses(pem("PUBLIC KEY", new byte[] {1, 2, 3}), "holds neither an RSA nor an EC public key");
    String good = pem("PUBLIC KEY", keys.getPublic().getEncoded());
    refuses(good + good, "holds more than one key");
    refuses(pem("PUBLIC KEY", rsa(1024).getPublic().getEncoded()), "at least 2048");
    refuses(
        pem(
            "PUBLIC KEY",
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getEncoded()),
        "neither an RSA nor an EC");
  }

  private void refuses(String text, String what) throws IOException {
    Path file = file(text);
    assertThatThrownBy(
            () ->
                new JwtVerifier(
                    Tokens.file(file), Tokens.auth(), Tokens.CLOCK, new SimpleMeterRegistry()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heddle.jwt.public-key-file (" + file + ")")
        .hasMessageContaining(what);
  }

  @Test
  void aFileThatIsNotThereOrIsAFolderIsNamedWithItsSetting() {
    for (Path path : List.of(folder.resolve("absent.pem"), folder)) {
      assertThatThrownBy(
              () ->
                  new JwtVerifier(
                      Tokens.file(path), Tokens.auth(), Tokens.CLOCK, new SimpleMeterRegistry()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("heddle.jwt.public-key-file (" + path + ")");
    }
  }

  @Test
  void aSecretAndAPublicKeyTogetherAreAFault() {
    assertThatThrownBy(
            () ->
                new JwtVerifier(
                    Tokens.jwt(Optional.of(Tokens.SECRET), Optional.of(folder), true),
                    Tokens.auth(),
                    Tokens.CLOCK,
                    new SimpleMeterRegistry()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one of heddle.jwt.secret, heddle.jwt.public-key-file");
  }

  @Test
  void aShortSecretIsAFault() {
    assertThatThrownBy(
            () ->
                new JwtVerifier(
                    Tokens.secret("short"), Tokens.auth(), Tokens.CLOCK, new SimpleMeterRegistry()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("heddle.jwt.secret has 5 bytes, at least 32 are needed");
  }
}
