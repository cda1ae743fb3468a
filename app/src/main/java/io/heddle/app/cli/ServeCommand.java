package io.heddle.app.cli;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heddle serve}: a node in production. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Serves in production; needs a key to verify tokens with.")
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  /** For a node that must not outlive the process that started it, however that ends. */
  static final String WHILE_INPUT = "--while-input";

  private final Surroundings around;

  @Option(names = WHILE_INPUT, hidden = true)
  private boolean whileInput;

  @Mixin private final SettingsOption option = new SettingsOption();

  ServeCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    var settings = option.load(around.environment()).settings();
    OpenNamespaces.lines(settings.namespaces(), settings.rooms()).forEach(LOG::info);
    var signals = StopSignals.listen();
    if (whileInput) {
      signals.askAtTheEndOf(System.in);
    }
    return new NodeRun(settings, Optional.empty(), signals).untilStopped(ServeCommand::announce);
  }

  private static void announce(InetSocketAddress address) {
    LOG.info("ready on {} port {}", address.getHostString(), address.getPort());
  }
}
