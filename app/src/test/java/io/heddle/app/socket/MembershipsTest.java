package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.heddle.actors.membership.MembershipSourceProvider;
import io.heddle.app.extension.TestJar;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.TestRedis;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import io.heddle.app.wire.WireClient.Closed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who knows which groups users are in, and what becomes of them where nobody does. */
class MembershipsTest {
  @TempDir Path data;

  @Test
  void groupsInRedisCountAndARedisThatIsGoneRefusesForTheMoment() {
    try (TestRedis redis = new TestRedis().start();
        TestNode node =
            TestNode.start(
                "heddle.redis.url = \"" + redis.url() + "\"",
                "heddle.memberships { source = redis, timeout = 1s }")) {
      redis.add("heddle:user:alice:groups", "red");
      try (WireClient alice = open(node, "alice", "blue")) {
        assertThat(alice.text()).contains("group:red").doesNotContain("group:blue");
      }
      redis.kill();
      try (WireClient alice = open(node, "alice", "blue")) {
        assertThat(alice.text())
            .contains("\"code\":\"unavailable\"", "groups cannot be told now, try again");
        assertThat(alice.next())
            .isEqualTo(new Closed(1013, "groups cannot be told now, try again"));
      }
      assertThat(node.meter("heddle_memberships_refused_total")).isEqualTo(1);
      redis.start();
      redis.add("heddle:user:alice:groups", "green");
      eventually()
          .until(
              () -> {
                try (WireClient alice = open(node, "alice", "blue")) {
                  return alice.text().contains("group:green");
                }
              });
    }
  }

  @Test
  void aServiceIsAskedAndOneThatIsSlowLeavesItToTheToken() throws IOException {
    CountDownLatch slow = new CountDownLatch(1);
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    service.createContext(
        "/users/",
        exchange -> {
          try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/users/bob")) {
              slow.await();
            }
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("[\"red\"]".getBytes(StandardCharsets.UTF_8));
          } catch (InterruptedException fault) {
            Thread.currentThread().interrupt();
          }
        });
    service.start();
    int port = service.getAddress().getPort();
    try (TestNode node =
        TestNode.start(
            "heddle.memberships { source = http, timeout = 500ms, on-failure = token }",
            "heddle.memberships.url = \"http://127.0.0.1:" + port + "/users/{user}\"")) {
      try (WireClient alice = open(node, "alice", "blue");
          WireClient bob = open(node, "bob", "blue")) {
        bob.send("{\"type\":\"ping\",\"id\":1}");
        assertThat(alice.text()).contains("group:red").doesNotContain("group:blue");
        assertThat(bob.text()).contains("group:blue").doesNotContain("group:red");
        assertThat(bob.text()).contains("\"pong\"");
      }
      assertThat(node.meter("heddle_memberships_lookups_total{outcome=\"timeout\"}")).isEqualTo(1);
      assertThat(node.meter("heddle_memberships_lookups_total{outcome=\"found\"}")).isEqualTo(1);
    } finally {
      slow.countDown();
      service.stop(0);
    }
  }

  @Test
  void anExtensionMayKnowTheGroups() throws IOException {
    Path folder = Files.createDirectory(data.resolve("jars"));
    TestJar.of(
            "shop.Teams",
            """
            package shop;
            import io.heddle.actors.membership.*;
            import io.heddle.config.Settings;
            import java.util.*;
            import java.util.concurrent.*;
            public final class Teams implements MembershipSourceProvider {
              public MembershipSource create(MembershipSource standard, Settings settings) {
                return identity -> {
                  if (identity.userId().get().equals("grendel")) throw new IllegalStateException("of a test");
                  return standard.groups(identity).thenApply(groups -> {
                    Set<String> all = new HashSet<>(groups);
                    all.add("everybody");
                    return all;
                  });
                };
              }
            }
            """)
        .serving(MembershipSourceProvider.class)
        .into(folder, "a.jar");
    try (TestNode node = TestNode.start("heddle.extensions.folder = \"" + folder + "\"");
        WireClient alice = open(node, "alice", "blue");
        WireClient grendel = open(node, "grendel", "blue")) {
      assertThat(alice.text()).contains("group:blue", "group:everybody");
      assertThat(grendel.text()).contains("\"code\":\"unavailable\"");
      assertThat(node.meter("heddle_memberships_source_calls_total{outcome=\"failed\"}"))
          .isEqualTo(1);
    }
  }

  @Test
  void noConnectionThatOpensWhileAUserIsRemovedStaysInTheGroup() throws Exception {
    try (TestNode node = TestNode.start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch half = new CountDownLatch(20);
      var opened =
          IntStream.range(0, 60)
              .mapToObj(
                  _ ->
                      threads.submit(
                          () -> {
                            WireClient client = open(node, "alice", "red");
                            half.countDown();
                            return client;
                          }))
              .toList();
      half.await();
      node.admin("DELETE", "/websocket/users/alice/groups/red", "");
      for (var each : opened) {
        try (WireClient client = each.get()) {
          assertThat(client.text()).contains("\"connected\"");
          client.send("{\"type\":\"publish\",\"room\":\"group:red\",\"data\":1,\"id\":\"mine\"}");
          String answer = client.text();
          while (!answer.contains("\"id\":\"mine\"")) {
            answer = client.text();
          }
          assertThat(answer).contains("forbidden");
        }
      }
    }
  }

  private static WireClient open(TestNode node, String user, String group) {
    String claims =
        "{\"sub\":\"%s\",\"groups\":[\"%s\"],\"exp\":%d}"
            .formatted(user, group, Token.inSeconds(3600));
    return WireClient.open(node.port(), "/ws", "Authorization: Bearer " + Token.signed(claims));
  }
}
