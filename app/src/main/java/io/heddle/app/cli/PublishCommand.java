package io.heddle.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heddle.config.RedisSettings;
import io.heddle.config.Settings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heddle publish}: stands in for a {@code redis-cli} that is not there. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Publishes to a Redis channel, such as notifications:alice.")
final class PublishCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Surroundings around;

  @Parameters(index = "0", paramLabel = "CHANNEL")
  private String channel = "";

  @Parameters(index = "1", paramLabel = "JSON")
  private String json = "";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The Redis; without it REDIS_URL, or that of the development node.")
  private Optional<String> url = Optional.empty();

  @Mixin private final SettingsOption option = new SettingsOption();

  PublishCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    Logging.off();
    demandJson();
    var redis = url.isPresent() ? url.get() : found(option.load(around.environment()).settings());
    long receivers = publish(redis);
    if (receivers == 0) {
      throw CommandFailedException.failed(
          "nobody is subscribed to " + channel + " at " + RedisSettings.withoutCredentials(redis));
    }
    around.out().println(receivers == 1 ? "1 subscriber" : receivers + " subscribers");
    return ExitCode.OK;
  }

  private void demandJson() {
    try {
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readTree(json);
    } catch (JsonProcessingException e) {
      throw CommandFailedException.misused(
          "not JSON: " + json + " (" + e.getOriginalMessage() + "); is it in single quotes?");
    }
  }

  private static String found(Settings settings) throws IOException {
    if (settings.redis().url().isPresent()) {
      return settings.redis().url().get();
    }
    var note = settings.dataDir().resolve(Note.REDIS_URL);
    if (Files.isReadable(note)) {
      return Files.readString(note).strip();
    }
    throw CommandFailedException.failed(
        "no Redis to publish to: give --url, set heddle.redis.url (REDIS_URL), or start a"
            + " development node with --redis");
  }

  private long publish(String redis) {
    var shown = RedisSettings.withoutCredentials(redis);
    RedisURI uri;
    try {
      uri = RedisURI.create(redis);
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.misused("not a Redis URL: " + shown);
    }
    uri.setTimeout(TIMEOUT);
    var client = RedisClient.create(uri);
    try (var connection = client.connect()) {
      return connection.sync().publish(channel, json);
    } catch (RedisException e) {
      throw CommandFailedException.failed(
          "Redis at %s does not answer: %s".formatted(shown, Causes.root(e)));
    } finally {
      client.shutdown(Duration.ZERO, Duration.ZERO);
    }
  }
}
