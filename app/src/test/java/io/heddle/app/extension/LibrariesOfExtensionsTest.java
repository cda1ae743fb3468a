package io.heddle.app.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.extension.MessageHandler;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.WireClient;
import io.heddle.http.auth.AuthenticatorProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Libraries beside an extension that look for services of their own, as drivers of databases do.
 */
class LibrariesOfExtensionsTest {
  private static final String STOCK =
      """
      package shop;
      import io.heddle.actors.extension.*;
      import io.heddle.actors.payload.Payload;
      import java.util.ServiceLoader;
      import java.util.concurrent.*;
      import java.util.function.LongSupplier;
      public final class Stock implements MessageHandler {
        private final long atStart = found();
        private static long found() {
          return ServiceLoader.load(LongSupplier.class).stream().count();
        }
        public String type() { return "stock-" + found(); }
        public CompletionStage<HandlerAnswer> handle(HandlerCall call) {
          return CompletableFuture.completedFuture(
              HandlerAnswer.reply(Payload.of(Long.toString(10 * atStart + found()))));
        }
      }
      """;

  private static final String TICKETS =
      """
      package shop;
      import io.heddle.actors.protocol.Identity;
      import io.heddle.actors.protocol.TokenVerifier;
      import io.heddle.config.Settings;
      import io.heddle.http.auth.*;
      import java.util.ServiceLoader;
      import java.util.concurrent.*;
      import java.util.function.LongSupplier;
      public final class Tickets implements AuthenticatorProvider {
        public Authenticator create(Authenticator standard, Settings settings) {
          return token -> CompletableFuture.completedFuture(
              new TokenVerifier.Verified(
                  Identity.user("found-" + ServiceLoader.load(LongSupplier.class).stream().count())));
        }
      }
      """;

  @TempDir Path data;

  @Test
  void areFoundWhereverTheExtensionIsCalled() throws IOException {
    Path folder = Files.createDirectory(data.resolve("jars"));
    TestJar.of(
            "lib.Driver",
            """
            package lib;
            public final class Driver implements java.util.function.LongSupplier {
              public long getAsLong() { return 1; }
            }
            """)
        .serving(LongSupplier.class)
        .into(folder, "lib.jar");
    TestJar.of("shop.Stock", STOCK).serving(MessageHandler.class).into(folder, "a.jar");
    TestJar.of("shop.Tickets", TICKETS).serving(AuthenticatorProvider.class).into(folder, "b.jar");

    try (TestNode node = TestNode.start("heddle.extensions.folder = \"" + folder + "\"");
        WireClient client = WireClient.open(node.port(), "/ws?token=any")) {
      assertThat(client.text()).contains("\"user_id\":\"found-1\"");
      assertThat(client.send("{\"type\":\"stock-1\"}").text()).contains("\"data\":11");
    }
  }
}
