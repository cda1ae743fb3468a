package io.heddle.bench;

import com.typesafe.config.ConfigFactory;
import io.heddle.actors.connection.MessageIds;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.app.Heddle;
import io.heddle.app.dev.EmbeddedRedis;
import io.heddle.config.load.SettingsLoader;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Clients that all resume at once. A node publishes into rooms and is stopped; a fresh one over the
 * same Redis is what the clients of a process of its own ({@link StormClients}) come back to, at
 * first with nothing in the node's memory, then again and again. Tells what Redis was asked.
 *
 * <pre>
 * java -cp bench/target/heddle-bench-0.1.0.jar io.heddle.bench.ReconnectStorm CLIENTS ROOMS MISSED STORMS
 * </pre>
 */
public final class ReconnectStorm {
  static final String SECRET = "only-for-a-bench-and-32-bytes-long";

  private static final int DATA_BYTES = 120;
  private static final Pattern CALLS = Pattern.compile("cmdstat_(\\w+):calls=(\\d+)");

  private ReconnectStorm() {}

  /** Runs as the arguments say. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, MalformedJsonException {
    int clients = Integer.parseInt(arguments[0]);
    int rooms = Integer.parseInt(arguments[1]);
    int missed = Integer.parseInt(arguments[2]);
    int storms = Integer.parseInt(arguments[3]);
    Path folder = Files.createTempDirectory("heddle-storm");
    try (EmbeddedRedis redis = EmbeddedRedis.start(0)) {
      Map<String, String> settings = new HashMap<>();
      settings.put("HEDDLE_LOG", "redis");
      settings.put("REDIS_URL", redis.url());
      settings.put("HEDDLE_REDIS_INGRESS_ENABLED", "off");
      settings.put("HEDDLE_WEBSOCKET_PORT", "0");
      settings.put("HEDDLE_LIMITS_MAX_CONNECTIONS", "100000");
      settings.put("HEDDLE_DRAIN_PACE", "0");
      settings.put("HEDDLE_JWT_SECRET", SECRET);
      settings.put("HEDDLE_DATA_DIR", folder.toString());
      Path positions = folder.resolve("positions");
      try (Heddle before = start(settings)) {
        Files.write(positions, publish(before, rooms, missed));
      }
      try (Heddle node = start(settings);
          RedisClient client = RedisClient.create(redis.url());
          var asking = client.connect()) {
        for (int storm = 1; storm <= storms; storm++) {
          asking.sync().configResetstat();
          run(node.address().getPort(), clients, missed, positions);
          System.out.printf(
              "storm %d, Redis was asked: %s%n", storm, calls(asking.sync().info("commandstats")));
        }
      }
    }
  }

  private static Heddle start(Map<String, String> settings) {
    return Heddle.start(
        SettingsLoader.load(Optional.empty(), settings, ConfigFactory.empty()).orThrow());
  }

  /** Publishes what will have been missed; gives a line a room: its name, its epoch, 0. */
  private static List<String> publish(Heddle node, int rooms, int missed)
      throws MalformedJsonException {
    Payload data = Payload.parse("{\"p\":\"" + "x".repeat(DATA_BYTES) + "\"}");
    List<String> positions = new ArrayList<>();
    for (int room = 0; room < rooms; room++) {
      RoomName name = new RoomName("chat:" + room);
      CompletableFuture<ToPublisher.Answer> last = new CompletableFuture<>();
      for (int i = 0; i < missed; i++) {
        Draft draft = Draft.of("message", data, MessageIds.next(), Sender.SERVER);
        last = node.fabric().publish(name, draft).toCompletableFuture();
      }
      Position head = ((ToPublisher.Done) last.join()).receipt().position();
      positions.add(name + " " + head.epoch() + " " + (head.offset() - missed));
    }
    return positions;
  }

  private static void run(int port, int clients, int missed, Path positions)
      throws IOException, InterruptedException {
    int end =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                StormClients.class.getName(),
                Integer.toString(port),
                Integer.toString(clients),
                Integer.toString(missed),
                positions.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (end != 0) {
      throw new IllegalStateException("the clients ended with " + end);
    }
  }

  private static List<String> calls(String stats) {
    return CALLS
        .matcher(stats)
        .results()
        .map((MatchResult call) -> call.group(1) + " " + call.group(2))
        .filter(call -> !call.startsWith("config") && !call.startsWith("info"))
        .toList();
  }
}
