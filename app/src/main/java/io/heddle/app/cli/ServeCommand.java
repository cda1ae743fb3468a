package io.heddle.app.cli;

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
    OpenNamespaces.lines(settings.namespaces(), settings.rooms()).forEach(LOG::info);
    return new NodeRun(settings, Optional.empty(), StopSignals.listen())
        .untilStopped(ServeCommand::announce);
  }

  private static void announce(InetSocketAddress address) {
    LOG.info("ready on {} port {}", address.getHostString(), address.getPort());
  }
}
