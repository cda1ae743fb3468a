package io.heddle.app;

import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import io.heddle.actors.log.LogStatus;
import io.heddle.actors.log.MemoryRoomLog;
import io.heddle.actors.log.PolicyRoomLog;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.protocol.RoomName;
import io.heddle.cluster.redislog.RedisRoomLog;
import io.heddle.cluster.sqlite.SqliteRoomLog;
import io.heddle.config.NamespacePolicy;
import io.heddle.config.Settings;
import io.heddle.http.status.ReadinessState;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The log that the settings ask for, as the node's start, readiness and end see it. */
final class Logs {
  /** Rooms whose memory is kept after they went to rest; each is a few hundred bytes. */
  private static final int REMEMBERED_ROOMS = 100_000;

  /** What the newest publications of all rooms in memory may take of the heap. */
  private static final long TAIL_BYTES = 64L << 20;

  private final CompletableFuture<RoomLog> log;

  private Logs(CompletableFuture<RoomLog> log) {
    this.log = log;
  }

  /** Begins to open the log, on a thread of its own: the rest of the start need not wait. */
  static Logs open(Settings settings, MeterRegistry registry, Clock clock) {
    CompletableFuture<RoomLog> log = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("heddle-log-start")
        .daemon()
        .start(
            () -> {
              try {
                log.complete(of(settings, registry, clock));
              } catch (RuntimeException | LinkageError fault) {
                log.completeExceptionally(fault);
              }
            });
    return new Logs(log);
  }

  private static RoomLog of(Settings settings, MeterRegistry registry, Clock clock) {
    LogRules rules = LogRules.of(settings);
    LogMetrics metrics = new LogMetrics(registry);
    RoomLog memory = new MemoryRoomLog(rules, metrics, REMEMBERED_ROOMS, TAIL_BYTES, clock);
    boolean anyKept =
        settings.namespaces().byName().values().stream().anyMatch(it -> it.history().isKept());
    if (!anyKept) {
      return memory;
    }
    return switch (settings.log()) {
      case MEMORY -> memory;
      case AUTO, SQLITE ->
          mixed(
              settings,
              memory,
              SqliteRoomLog.open(settings.dataDir(), settings.sqlite(), rules, metrics, clock));
      case REDIS ->
          mixed(settings, memory, RedisRoomLog.open(settings.redis(), rules, metrics, clock));
    };
  }

  private static RoomLog mixed(Settings settings, RoomLog memory, RoomLog kept) {
    return new PolicyRoomLog(kept, memory, room -> policy(settings, room).history().isKept());
  }

  private static NamespacePolicy policy(Settings settings, RoomName room) {
    return settings.namespaces().policy(room.namespace());
  }

  /**
   * The log, once it is open.
   *
   * @throws StartFailedException where it cannot be opened
   */
  RoomLog opened() {
    try {
      return log.join();
    } catch (CompletionException fault) {
      Throwable cause = fault.getCause() == null ? fault : fault.getCause();
      throw new StartFailedException(String.valueOf(cause.getMessage()), cause);
    }
  }

  /** A log that fails is no reason to get no traffic: rooms without history need none. */
  ReadinessState state() {
    return switch (opened().status()) {
      case LogStatus.Up _ -> ReadinessState.UP;
      case LogStatus.Down(var reason, var since) ->
          new ReadinessState.Degraded(
              "rooms with history are unavailable since " + since + ": " + reason);
    };
  }

  /** Ends it once it is open; blocks until that is done. */
  void close() {
    log.thenAccept(RoomLog::close).exceptionally(_ -> null).join();
  }
}
