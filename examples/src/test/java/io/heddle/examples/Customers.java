package io.heddle.examples;

import io.heddle.app.token.TokenMint;
import io.heddle.app.token.TokenRequest;
import io.heddle.config.Settings;
import io.heddle.config.load.SettingsLoader;
import java.time.Clock;
import java.time.Duration;

/** Customers of a shop on this machine, with the tokens that it takes. */
final class Customers {
  static final String SECRET = "the secret of shops that tests open";

  static final Settings SETTINGS =
      SettingsLoader.parse(
          """
          heddle.websocket { host = "127.0.0.1", port = 0 }
          heddle.jwt.secret = "%s"
          heddle.log = memory
          """
              .formatted(SECRET));

  private Customers() {}

  /** A customer who is connected. */
  static WebSocketClient connect(int port, String user) throws InterruptedException {
    TokenMint mint = new TokenMint(SECRET, SETTINGS, Clock.systemUTC());
    WebSocketClient client =
        new WebSocketClient(port, mint.mint(TokenRequest.of(user, Duration.ofHours(1))));
    client.receive("\"connected\"");
    return client;
  }
}
