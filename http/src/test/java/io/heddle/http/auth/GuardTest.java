package io.heddle.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.TokenVerifier.Unavailable;
import io.heddle.actors.protocol.TokenVerifier.Verdict;
import io.heddle.actors.protocol.TokenVerifier.Verified;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An extension's authenticator that does what its token is called. */
class GuardTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CountDownLatch interrupted = new CountDownLatch(1);

  private GuardedAuthenticator guarded(Duration timeout) {
    return new GuardedAuthenticator(this::misbehave, new Guard("authenticator", timeout, registry));
  }

  private CompletionStage<Verdict> misbehave(String token) {
    return switch (token) {
      case "throws" -> throw new IllegalStateException("no database");
      case "dies" -> throw new AssertionError("no such class");
      case "fails" -> CompletableFuture.failedFuture(new IllegalStateException("no database"));
      case "never" -> new CompletableFuture<>();
      case "null" -> CompletableFuture.completedFuture(null);
      case "blocks" -> {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException _) {
          interrupted.countDown();
        }
        yield new CompletableFuture<>();
      }
      default -> CompletableFuture.completedFuture(new Verified(Identity.user(token)));
    };
  }

  private static Verdict told(CompletionStage<Verdict> verdict) {
    return verdict.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @ParameterizedTest
  @CsvSource({
    "throws, 20000, thrown",
    "dies,   20000, thrown",
    "fails,  20000, thrown",
    "null,   20000, thrown",
    "never,  50,    timeout",
    "blocks, 50,    timeout",
  })
  void whateverAnExtensionDoesThereIsAnAnswerWithAReference(
      String token, int timeout, String reason) throws Exception {
    Verdict verdict = told(guarded(Duration.ofMillis(timeout)).verify(token));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Unavailable.class,
            it -> assertThat(it.reason()).matches("fault of the server, reference [0-9a-f-]{36}"));
    assertThat(
            registry
                .get("heddle.auth.faults")
                .tags("part", "authenticator", "reason", reason)
                .counter()
                .count())
        .isEqualTo(1);
    if (token.equals("blocks")) {
      assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aGoodAnswerGoesThrough() {
    assertThat(told(guarded(Duration.ofSeconds(20)).verify("alice")))
        .isEqualTo(new Verified(Identity.user("alice")));
  }

  @Test
  void oneThatIgnoresItsInterruptIsNotCalledWithoutEnd() {
    CountDownLatch stubborn = new CountDownLatch(1);
    GuardedAuthenticator guarded =
        new GuardedAuthenticator(
            _ -> {
              while (stubborn.getCount() > 0) {
                try {
                  stubborn.await();
                } catch (InterruptedException _) {
                  Thread.onSpinWait();
                }
              }
              return new CompletableFuture<>();
            },
            new Guard("authenticator", Duration.ofMillis(1), 10, registry));
    for (int i = 0; i < 11; i++) {
      assertThat(told(guarded.verify("x"))).isInstanceOf(Unavailable.class);
    }

    assertThat(
            registry
                .get("heddle.auth.faults")
                .tags("part", "authenticator", "reason", "busy")
                .counter()
                .count())
        .isEqualTo(1);
    stubborn.countDown();
  }
}
