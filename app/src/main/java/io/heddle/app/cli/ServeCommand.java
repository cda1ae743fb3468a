package io.heddle.app.cli;

import io.heddle.app.extension.Extensions;
import io.heddle.config.AuthMode;
import io.heddle.config.Settings;
import io.heddle.http.auth.AuthenticatorProvider;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code heddle serve}: a node in production. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Serves in production; needs a key to verify tokens with.")
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  private final Surroundings around;
  @Mixin private final SettingsOption option = new SettingsOption();

  ServeCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    var settings = option.load(around.environment()).settings();
    demandKey(settings);
    OpenNamespaces.lines(settings.namespaces(), settings.rooms()).forEach(LOG::info);
    return new NodeRun(settings, Optional.empty(), StopSignals.listen())
        .untilStopped(ServeCommand::announce);
  }

  /** Without a key every token would be refused, which is not what anybody means. */
  static void demandKey(Settings settings) {
    boolean anonymous =
        settings.webSocket().endpoints().stream()
            .allMatch(endpoint -> endpoint.auth() == AuthMode.ANONYMOUS);
    boolean key = settings.jwt().hasKey() || !settings.auth().issuers().isEmpty();
    if (!key && !anonymous && !authenticates(settings)) {
      throw CommandFailedException.misused(
          "no key to verify tokens with: set heddle.jwt.secret (HEDDLE_JWT_SECRET, 32 bytes or"
              + " more), heddle.jwt.public-key-file (HEDDLE_JWT_PUBLIC_KEY_FILE), heddle.jwt.jwks-url"
              + " (HEDDLE_JWT_JWKS_URL) or heddle.auth.issuers, or make every endpoint anonymous"
              + " (heddle.websocket.endpoints)");
    }
  }

  private static boolean authenticates(Settings settings) {
    return Extensions.open(settings.extensions(), settings.dataDir())
        .offers(AuthenticatorProvider.class);
  }

  private static void announce(InetSocketAddress address) {
    LOG.info("ready on {} port {}", address.getHostString(), address.getPort());
  }
}
