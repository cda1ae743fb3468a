package io.heddle.actors.log;

import io.heddle.actors.protocol.RoomName;
import io.heddle.config.HistoryPolicy;
import io.heddle.config.RoomSettings;
import io.heddle.config.Settings;
import java.time.Duration;
import java.util.function.Function;

/**
 * How much a log keeps.
 *
 * @param retention of a room's publications
 * @param keyWindow how long an idempotency key counts
 * @param keys idempotency keys of one room; the oldest goes first
 * @param metaTtl how long epoch, head and cursors of an unused room outlive its publications
 * @param devices cursors of a user in one room
 */
public record LogRules(
    Function<RoomName, Retention> retention,
    Duration keyWindow,
    int keys,
    Duration metaTtl,
    int devices) {

  /** As the settings have it: by the policy of the room's namespace. */
  public static LogRules of(Settings settings) {
    RoomSettings rooms = settings.rooms();
    Retention tail = Retention.newest(rooms.tail());
    return new LogRules(
        room -> {
          HistoryPolicy policy = settings.namespaces().policy(room.namespace()).history();
          return policy.isKept() ? of(policy) : tail;
        },
        rooms.keyWindow(),
        rooms.keys(),
        settings.history().metaTtl(),
        settings.history().devices());
  }

  private static Retention of(HistoryPolicy policy) {
    long bytes = policy.bytes().isZero() ? Long.MAX_VALUE : policy.bytes().value();
    return new Retention(policy.size(), policy.ttl(), bytes);
  }
}
