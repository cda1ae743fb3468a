package io.heddle.http.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.heddle.actors.protocol.Identity;
import io.heddle.config.MembershipFallback;
import io.heddle.config.MembershipKind;
import io.heddle.config.MembershipSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpMembershipsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch open = new CountDownLatch(1);
  private HttpServer service;
  private volatile int status = 200;
  private volatile String body = "[]";
  private volatile boolean slow;

  HttpMembershipsTest() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    service.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(
                exchange.getRequestURI().getRawPath()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            if (slow) {
              open.await();
            }
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, 0);
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
          } catch (InterruptedException fault) {
            Thread.currentThread().interrupt();
          }
        });
    service.start();
  }

  @AfterEach
  void stop() {
    open.countDown();
    service.stop(0);
  }

  @Test
  void theServiceIsAskedForTheUserAndItsAnswerKept() {
    body = "{\"groups\":[\"red\",7],\"other\":1}";
    try (HttpMemberships memberships = memberships(LONG, LONG)) {
      assertThat(groups(memberships, "a/b ü")).containsOnly("red", "7");
      body = "[\"blue\"]";

      assertThat(groups(memberships, "a/b ü")).containsOnly("red", "7");
      assertThat(groups(memberships, "bob")).containsOnly("blue");
      assertThat(asked)
          .containsExactly("/users/a%2Fb%20%C3%BC/groups Bearer t", "/users/bob/groups Bearer t");
    }
  }

  @Test
  void withoutACacheEachIsAsked() {
    try (HttpMemberships memberships = memberships(LONG, Duration.ZERO)) {
      groups(memberships, "alice");
      groups(memberships, "alice");

      assertThat(asked).hasSize(2);
    }
  }

  @Test
  void thoseWhoAskForOneUserAtOnceShareARequest() {
    slow = true;
    body = "[\"red\"]";
    try (HttpMemberships memberships = memberships(LONG, LONG)) {
      CompletionStage<Set<String>> first = memberships.groups(Identity.user("alice"));
      CompletionStage<Set<String>> second = memberships.groups(Identity.user("alice"));
      open.countDown();

      assertThat(join(first)).containsOnly("red");
      assertThat(join(second)).containsOnly("red");
      assertThat(asked).hasSize(1);
    }
  }

  @Test
  void aFailureIsNotKept() {
    status = 500;
    try (HttpMemberships memberships = memberships(LONG, LONG)) {
      assertThatThrownBy(() -> groups(memberships, "alice")).hasMessageContaining("answered 500");
      status = 200;

      assertThat(groups(memberships, "alice")).isEmpty();
    }
  }

  @Test
  void aServiceThatIsSlowIsNotWaitedFor() {
    slow = true;
    try (HttpMemberships memberships = memberships(Duration.ofMillis(50), LONG)) {
      assertThatThrownBy(() -> groups(memberships, "alice"))
          .hasCauseInstanceOf(TimeoutException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{}", "7", "{\"groups\":\"red\"}", "[[\"red\"]]", "[null]", "[1.5]"})
  void whatIsNoListOfGroupsIsNoAnswer(String answer) {
    body = answer;
    try (HttpMemberships memberships = memberships(LONG, LONG)) {
      assertThatThrownBy(() -> groups(memberships, "alice")).hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void neitherARedirectNorAMissingPageNorAHugeAnswerIsAnAnswer() {
    try (HttpMemberships memberships = memberships(LONG, LONG)) {
      status = 302;
      assertThatThrownBy(() -> groups(memberships, "alice")).hasMessageContaining("answered 302");
      status = 404;
      assertThatThrownBy(() -> groups(memberships, "alice")).hasMessageContaining("answered 404");
      status = 200;
      body = "[\"" + "x".repeat(1 << 20) + "\"]";
      assertThatThrownBy(() -> groups(memberships, "alice")).hasMessageContaining("exceeds");
    }
  }

  @Test
  void aUserThatIsAStepInAPathIsNotAskedFor() {
    try (HttpMemberships memberships = memberships(LONG, LONG)) {
      assertThatThrownBy(() -> groups(memberships, "..")).hasMessageContaining("'..'");
      assertThat(asked).isEmpty();
    }
  }

  private HttpMemberships memberships(Duration timeout, Duration ttl) {
    return new HttpMemberships(
        new MembershipSettings(
            MembershipKind.HTTP,
            timeout,
            MembershipFallback.REFUSE,
            Optional.of(
                "http://127.0.0.1:" + service.getAddress().getPort() + "/users/{user}/groups"),
            Optional.of("t"),
            ttl,
            Duration.ofHours(1)));
  }

  private static Set<String> groups(HttpMemberships memberships, String user) {
    return join(memberships.groups(Identity.user(user)));
  }

  private static <T> T join(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    return future.join();
  }
}
