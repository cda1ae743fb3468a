package io.heddle.app.extension;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.actors.extension.MessageHandler;
import io.heddle.app.StartFailedException;
import io.heddle.app.wire.NodeProcess;
import io.heddle.app.wire.TestNode;
import io.heddle.http.auth.AuthenticatorProvider;
import io.heddle.http.auth.OriginPolicyProvider;
import io.heddle.http.dialect.DialectProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Extensions whose constructor is well and whose first call is not. */
@ResourceLock(NodeProcess.LOCK)
class FaultyStartTest {
  private static final Map<String, Class<?>> SERVICES =
      Map.of(
          "handler", MessageHandler.class,
          "dialect", DialectProvider.class,
          "authenticator", AuthenticatorProvider.class,
          "origins", OriginPolicyProvider.class);

  private static final Map<String, String> METHODS =
      Map.of(
          "handler",
              "public String type() {%s}"
                  + " public java.util.concurrent.CompletionStage<HandlerAnswer>"
                  + " handle(HandlerCall call) { return null; }",
          "dialect", "public Dialect create(DialectLimits limits, java.time.Clock clock) {%s}",
          "authenticator", "public Authenticator create(Authenticator it, Settings all) {%s}",
          "origins", "public OriginPolicy create(OriginPolicy it, Settings all) {%s}");

  private static final Map<String, String> FAULTS =
      Map.of(
          "throws", "throw new IllegalStateException(\"no stock\");",
          "dies", "throw new NoClassDefFoundError(\"shop/Missing\");",
          "null", "return null;",
          "blocks",
              "try { new java.util.concurrent.CountDownLatch(1).await(); }"
                  + " catch (InterruptedException e) {} return null;");

  @TempDir Path data;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(data.resolve("jars"));
  }

  private void jar(String kind, String fault) {
    Class<?> service = requireNonNull(SERVICES.get(kind));
    String source =
        """
        package shop;
        import io.heddle.actors.extension.*;
        import io.heddle.http.auth.*;
        import io.heddle.http.dialect.*;
        import io.heddle.config.Settings;
        public final class Faulty implements %s {
          %s
        }
        """
            .formatted(
                service.getName(), requireNonNull(METHODS.get(kind)).formatted(FAULTS.get(fault)));
    TestJar.of("shop.Faulty", source).serving(service).into(folder, "a.jar");
  }

  private TestNode start(boolean required) {
    return TestNode.start(
        "heddle.extensions.folder = \"" + folder + "\"",
        "heddle.extensions.required = " + required);
  }

  @ParameterizedTest
  @CsvSource({
    "handler, throws",
    "handler, dies",
    "handler, null",
    "handler, blocks",
    "dialect, throws",
    "dialect, dies",
    "dialect, null",
    "authenticator, throws",
    "authenticator, dies",
    "authenticator, null",
    "authenticator, blocks",
    "origins, throws",
    "origins, dies",
    "origins, null"
  })
  void theStartFailsNamesItAndLeavesNothingRunning(String kind, String fault) {
    jar(kind, fault);

    assertThatThrownBy(() -> start(true).close())
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("shop.Faulty");
    Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("heddle-pekko.actor")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"handler", "dialect", "authenticator", "origins"})
  void whereItIsNotRequiredTheNodeStartsWithoutIt(String kind) {
    jar(kind, "dies");

    try (TestNode node = start(false)) {
      assertThat(node.get("/health").statusCode()).isEqualTo(200);
    }
  }
}
