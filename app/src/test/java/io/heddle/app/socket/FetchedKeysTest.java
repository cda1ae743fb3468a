package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.sun.net.httpserver.HttpServer;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import io.heddle.app.wire.WireClient.Answer;
import io.heddle.app.wire.WireClient.Closed;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** A node whose keys come from another server, which is not there at first. */
class FetchedKeysTest {
  @Test
  void aNodeStartsWithoutItsKeysAndTakesTokensWhenTheyAreThere() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    String token =
        JWT.create()
            .withKeyId("k")
            .withSubject("alice")
            .withExpiresAt(Instant.ofEpochSecond(Token.inSeconds(3600)))
            .sign(Algorithm.RSA256(null, (RSAPrivateKey) keys.getPrivate()));
    HttpServer login =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    login.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(jwks(keys).getBytes(StandardCharsets.UTF_8));
          }
        });

    // The port is taken, so that connects wait; nobody answers until the server is started.
    try (TestNode node =
        TestNode.start(
            "heddle.jwt.secret = \"\"",
            "heddle.jwt.jwks-url = \"http://127.0.0.1:" + login.getAddress().getPort() + "/\"",
            "heddle.jwt.jwks-timeout = 200ms",
            "heddle.jwt.jwks-cooldown = 0s",
            "heddle.websocket.endpoints = [{ path = /ws }, { path = /in, auth = in-band }]")) {
      try (WireClient client = WireClient.dial(node.port())) {
        Answer answer = client.upgrade("/ws", "Authorization: Bearer " + token);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("Retry-After");
        assertThat(answer.body()).contains("token cannot be checked now, try again");
      }
      try (WireClient client = WireClient.open(node.port(), "/in")) {
        assertThat(client.text()).contains("auth_required");
        client.send("{\"type\":\"auth\",\"token\":\"" + token + "\"}");
        assertThat(client.text()).contains("\"code\":\"unavailable\"", "\"temporary\":true");
        assertThat(client.next())
            .isEqualTo(new Closed(1013, "token cannot be checked now, try again"));
      }
      assertThat(node.get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(node.get("/health/ready").body())
          .contains("degraded", "keys of tokens cannot be fetched: no whole answer in time");
      assertThat(node.meter("heddle_jwks_fetches_total{outcome=\"timeout\"}")).isPositive();

      login.start();
      eventually()
          .untilAsserted(
              () -> {
                try (WireClient client = WireClient.dial(node.port())) {
                  assertThat(client.upgrade("/ws", "Authorization: Bearer " + token).status())
                      .isEqualTo(101);
                  assertThat(client.text()).contains("\"user_id\":\"alice\"");
                }
              });
      assertThat(node.get("/health/ready").body()).doesNotContain("degraded");
    } finally {
      login.stop(0);
    }
  }

  private static String jwks(KeyPair keys) {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\"%s\",\"e\":\"%s\"}]}"
        .formatted(base64(key.getModulus()), base64(key.getPublicExponent()));
  }

  private static String base64(BigInteger number) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(number.toByteArray());
  }
}
