package io.heddle.bench;

import com.typesafe.config.ConfigFactory;
import io.heddle.actors.connection.MessageIds;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.app.Heddle;
import io.heddle.app.dev.EmbeddedRedis;
import io.heddle.config.load.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * What durable publishing costs: a whole node in this process, publishes through its fabric with so
 * many under way, and how long each acknowledgement took.
 *
 * <pre>
 * java -cp bench/target/heddle-bench-0.1.0.jar io.heddle.bench.DurablePublishing \
 *     sqlite-full|sqlite-normal|redis|memory ROOMS OUTSTANDING SECONDS [FOLDER | REDIS-URL]
 * </pre>
 */
public final class DurablePublishing {
  private static final int DATA_BYTES = 120;
  private static final long NANOS = 1_000_000_000L;
  private static final double MICROS_IN_MILLI = 1000;

  private final Heddle node;
  private final int rooms;
  private final Semaphore free;
  private final int outstanding;
  private final AtomicLong failed = new AtomicLong();
  private final ConcurrentHistogram micros = new ConcurrentHistogram(60_000_000L, 3);
  private volatile boolean measured;

  private DurablePublishing(Heddle node, int rooms, int outstanding) {
    this.node = node;
    this.rooms = rooms;
    this.outstanding = outstanding;
    this.free = new Semaphore(outstanding);
  }

  /** Runs as the arguments say, a third of the time to warm up. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, MalformedJsonException {
    String log = arguments[0];
    int rooms = Integer.parseInt(arguments[1]);
    int outstanding = Integer.parseInt(arguments[2]);
    int seconds = Integer.parseInt(arguments[3]);
    Map<String, String> settings = new HashMap<>();
    settings.put("HEDDLE_LOG", log.replaceAll("-.*", ""));
    settings.put("HEDDLE_WEBSOCKET_PORT", "0");
    settings.put("HEDDLE_JWT_SECRET", "only-for-a-bench-and-32-bytes-long");
    boolean redis = log.equals("redis");
    Path folder =
        arguments.length > 4 && !redis
            ? Files.createTempDirectory(Path.of(arguments[4]), "heddle-bench")
            : Files.createTempDirectory("heddle-bench");
    settings.put("HEDDLE_DATA_DIR", folder.toString());
    if (log.startsWith("sqlite-")) {
      settings.put("HEDDLE_SQLITE_SYNCHRONOUS", log.substring("sqlite-".length()));
    }
    if (!redis) {
      run(settings, log, rooms, outstanding, seconds);
    } else if (arguments.length > 4) {
      settings.put("REDIS_URL", arguments[4]);
      run(settings, log, rooms, outstanding, seconds);
    } else {
      try (EmbeddedRedis own = EmbeddedRedis.start(0)) {
        settings.put("REDIS_URL", own.url());
        run(settings, log, rooms, outstanding, seconds);
      }
    }
  }

  private static void run(
      Map<String, String> settings, String log, int rooms, int outstanding, int seconds)
      throws InterruptedException, MalformedJsonException {
    try (Heddle node =
        Heddle.start(
            SettingsLoader.load(Optional.empty(), settings, ConfigFactory.empty()).orThrow())) {
      new DurablePublishing(node, rooms, outstanding).measure(log, seconds);
    }
  }

  private void measure(String log, int seconds)
      throws InterruptedException, MalformedJsonException {
    publish(seconds * NANOS / 3);
    measured = true;
    long began = System.nanoTime();
    publish(seconds * NANOS);
    double took = (System.nanoTime() - began) / (double) NANOS;
    System.out.printf(
        "%s, %d rooms, %d under way: %.0f/s, p50 %.1f ms, p99 %.1f ms, failed %d%n",
        log,
        rooms,
        outstanding,
        micros.getTotalCount() / took,
        micros.getValueAtPercentile(50) / MICROS_IN_MILLI,
        micros.getValueAtPercentile(99) / MICROS_IN_MILLI,
        failed.get());
  }

  private void publish(long nanos) throws InterruptedException, MalformedJsonException {
    Payload data = Payload.parse("{\"p\":\"" + "x".repeat(DATA_BYTES) + "\"}");
    long end = System.nanoTime() + nanos;
    for (int i = 0; System.nanoTime() < end; i++) {
      free.acquire();
      long sent = System.nanoTime();
      Draft draft = Draft.of("message", data, MessageIds.next(), Sender.SERVER);
      var _ =
          node.fabric()
              .publish(new RoomName("chat:" + i % rooms), draft)
              .whenComplete((answer, fault) -> answered(answer, fault == null, sent));
    }
    free.acquire(outstanding);
    free.release(outstanding);
  }

  private void answered(ToPublisher.Answer answer, boolean answered, long sent) {
    free.release();
    if (!answered || !(answer instanceof ToPublisher.Done)) {
      failed.incrementAndGet();
    } else if (measured) {
      micros.recordValue((System.nanoTime() - sent) / 1000);
    }
  }
}
