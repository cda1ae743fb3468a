package io.heddle.app.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.heddle.app.dev.DevPage;
import io.heddle.app.dev.DevSecret;
import io.heddle.app.dev.EmbeddedRedis;
import io.heddle.app.dev.NextSteps;
import io.heddle.app.token.TokenMint;
import io.heddle.config.Settings;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heddle dev}: one node on this machine, with all that is needed to try it. */
@Command(
    name = "dev",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Serves on this machine, with a page to try it and tokens for anybody.")
final class DevCommand implements Callable<Integer> {
  private static final String ORIGIN = "heddle dev";
  private static final int USUAL_REDIS_PORT = 6379;

  private final Surroundings around;

  @Option(names = "--redis", description = "Starts a Redis too, for as long as this node runs.")
  private boolean withRedis;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen on, 0 for any free one. Default: 8080, or the preset's")
  private Optional<Integer> port = Optional.empty();

  @Mixin private final SettingsOption option = new SettingsOption();

  DevCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    var signals = StopSignals.listen();
    var environment = environment();
    var settings = option.load(environment, beneath(Map.of())).settings();
    var values = new HashMap<String, String>();
    if (settings.jwt().secret().isEmpty()) {
      values.put("heddle.jwt.secret", secret(settings));
    }
    if (!withRedis) {
      return run(
          option.load(environment, beneath(values)).settings(), signals, OptionalInt.empty());
    }
    if (settings.redis().url().isPresent()) {
      throw CommandFailedException.misused(
          "--redis starts a Redis of its own, but heddle.redis.url (REDIS_URL) names one: drop one"
              + " of them");
    }
    try (var redis = EmbeddedRedis.start(USUAL_REDIS_PORT)) {
      values.put("heddle.redis.url", redis.url());
      var loaded = option.load(environment, beneath(values));
      return run(loaded.settings(), signals, OptionalInt.of(redis.port()));
    } catch (IOException e) {
      throw CommandFailedException.failed("--redis: the Redis did not start: " + Causes.root(e));
    }
  }

  private int run(Settings settings, StopSignals signals, OptionalInt ownRedisPort) {
    var mint = new TokenMint(settings.jwt().secret().orElseThrow(), settings, around.clock());
    var next = new NextSteps(settings, ownRedisPort, around.program());
    var run = new NodeRun(settings, Optional.of(new DevPage(mint, next).route()), signals);
    try (var _ = redisNote(settings)) {
      return run.untilStopped(
          address -> {
            around.out().println(next.text(address.getPort(), mint));
            around.out().flush();
          });
    }
  }

  /** What {@code heddle publish} in another terminal finds its Redis by. */
  private static Note redisNote(Settings settings) {
    var folder = settings.dataDir();
    return settings
        .redis()
        .url()
        .map(url -> Note.write(folder, Note.REDIS_URL, url))
        .orElseGet(() -> Note.absent(folder, Note.REDIS_URL));
  }

  private static String keyInTheWay(Settings settings) {
    if (!settings.auth().issuers().isEmpty()) {
      return "heddle.auth.issuers";
    }
    return settings.jwt().jwksUrl().isPresent()
        ? "heddle.jwt.jwks-url"
        : "heddle.jwt.public-key-file";
  }

  private static String secret(Settings settings) {
    if (settings.jwt().hasKey() || !settings.auth().issuers().isEmpty()) {
      throw CommandFailedException.misused(
          keyInTheWay(settings)
              + " is set: a development node makes tokens, which takes a"
              + " secret; leave it out, or use serve");
    }
    try {
      return new DevSecret(settings.dataDir()).readOrCreate();
    } catch (IOException e) {
      throw CommandFailedException.failed("heddle.data-dir: " + e.getMessage());
    }
  }

  /** An option of the command line stands over every variable. */
  private Map<String, String> environment() {
    if (port.isEmpty()) {
      return around.environment();
    }
    var environment = new HashMap<>(around.environment());
    environment.remove("HEDDLE_WEBSOCKET_PORT");
    environment.put("WEBSOCKET_PORT", port.get().toString());
    return environment;
  }

  private static Config beneath(Map<String, String> values) {
    var config =
        ConfigFactory.empty()
            .withValue("heddle.websocket.host", text("127.0.0.1"))
            .withValue("heddle.auth.broadcast", text("authenticated"));
    for (var value : values.entrySet()) {
      config = config.withValue(value.getKey(), text(value.getValue()));
    }
    return config;
  }

  private static ConfigValue text(String value) {
    return ConfigValueFactory.fromAnyRef(value, ORIGIN);
  }
}
