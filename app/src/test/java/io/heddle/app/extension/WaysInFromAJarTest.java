package io.heddle.app.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.extension.RoomAuthorizer;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.WireClient;
import io.heddle.http.auth.AuthenticatorProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaysInFromAJarTest {
  private static final String TICKETS =
      """
      package shop;
      import io.heddle.actors.protocol.Identity;
      import io.heddle.actors.protocol.TokenVerifier;
      import io.heddle.config.Settings;
      import io.heddle.http.auth.*;
      import java.util.concurrent.*;
      public final class Tickets implements AuthenticatorProvider {
        public Authenticator create(Authenticator standard, Settings settings) {
          return new Authenticator() {
            public CompletionStage<TokenVerifier.Verdict> verify(String token) {
              if (token.equals("broken")) throw new IllegalStateException("no printer");
              return token.startsWith("ticket-")
                  ? CompletableFuture.completedFuture(
                      new TokenVerifier.Verified(Identity.user(token.substring(7))))
                  : standard.verify(token);
            }
          };
        }
      }
      """;

  private static final String BOUNCER =
      """
      package shop;
      import io.heddle.actors.extension.RoomAuthorizer;
      import io.heddle.actors.protocol.*;
      import java.util.concurrent.*;
      public final class Bouncer implements RoomAuthorizer {
        public CompletionStage<RoomVerdict> subscribe(Caller caller, RoomName room) {
          if (room.local().equals("broken")) throw new IllegalStateException("no list");
          return CompletableFuture.completedFuture(
              room.local().equals("vip") ? RoomVerdict.DENY
                  : room.namespace().equals("events") ? RoomVerdict.ABSTAIN : RoomVerdict.ALLOW);
        }
        public CompletionStage<RoomVerdict> publish(Caller caller, RoomName room) {
          return CompletableFuture.completedFuture(
              caller.identity().userId().get().equals("zoe") ? RoomVerdict.ALLOW : RoomVerdict.DENY);
        }
      }
      """;

  @TempDir Path data;

  @Test
  void codeInJarsDecidesWhoComesInAndWhoMaySubscribeAndPublish() throws IOException {
    Path folder = Files.createDirectory(data.resolve("jars"));
    TestJar.of("shop.Tickets", TICKETS).serving(AuthenticatorProvider.class).into(folder, "a.jar");
    TestJar.of("shop.Bouncer", BOUNCER).serving(RoomAuthorizer.class).into(folder, "b.jar");
    try (TestNode node = TestNode.start("heddle.extensions.folder = \"" + folder + "\"")) {
      try (WireClient client = WireClient.dial(node.port())) {
        assertThat(client.upgrade("/ws?token=forged").status()).isEqualTo(401);
      }
      try (WireClient client = WireClient.dial(node.port())) {
        WireClient.Answer answer = client.upgrade("/ws?token=broken");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("retry-after");
        assertThat(answer.body()).contains("reference").doesNotContain("printer");
      }
      try (WireClient zoe = WireClient.open(node.port(), "/ws?token=ticket-zoe");
          WireClient max = WireClient.open(node.port(), "/ws?token=ticket-max")) {
        assertThat(zoe.text()).contains("\"user_id\":\"zoe\"");
        assertThat(max.text()).contains("\"user_id\":\"max\"");
        zoe.send("{\"type\":\"subscribe\",\"room\":\"chat:vip\"}");
        assertThat(zoe.text()).contains("\"code\":\"forbidden\"").doesNotContain("reference");
        zoe.send("{\"type\":\"subscribe\",\"room\":\"chat:broken\"}");
        assertThat(zoe.text()).contains("\"code\":\"forbidden\"", "reference ");
        for (WireClient client : new WireClient[] {zoe, max}) {
          client.send("{\"type\":\"subscribe\",\"room\":\"user:somebody\"}");
          assertThat(client.text()).contains("\"type\":\"subscribed\"");
        }
        max.send("{\"type\":\"publish\",\"room\":\"user:somebody\",\"data\":1}");
        assertThat(max.text()).contains("\"code\":\"forbidden\"");
        zoe.send("{\"type\":\"publish\",\"room\":\"user:somebody\",\"data\":2}");

        assertThat(max.text()).contains("\"type\":\"message\"", "\"data\":2");
      }
    }
  }
}
