package io.heddle.cluster.formation;

import io.heddle.cluster.lettuce.OnDemandRedis;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The right to begin a cluster, held in Redis, so that nodes that start at the same instant become
 * one. While a cluster is there its leader holds it; so it tells where the cluster is, too, and a
 * node that cannot reach the others begins none of its own. Safe for any thread, and blocks none;
 * each answer fails within the time-outs of Redis's settings.
 */
final class FormerLock implements AutoCloseable {
  /** The key; a Redis holds one cluster, as it does one log. */
  static final String KEY = "heddle:cluster";

  /**
   * Longest that it outlives its holder: after all nodes died at once, they wait for so long. Much
   * longer than a leader takes to say that it is still there.
   */
  static final Duration TTL = Duration.ofSeconds(10);

  private static final String BETWEEN = "#";

  /** Looks and deletes at once, or it might be another's by then. */
  private static final String RELEASE =
      """
      local holder = redis.call('GET', KEYS[1])
      if holder and string.sub(holder, -#ARGV[1]) == ARGV[1] then
        return redis.call('DEL', KEYS[1])
      end
      return 0
      """;

  private final OnDemandRedis redis;
  private final String start;

  /**
   * Who holds it.
   *
   * @param address where that node is, as {@code host:port}
   * @param start tells starts of a node at one address from each other
   */
  record Holder(String address, String start) {
    private static Holder parse(String text) {
      int between = text.lastIndexOf(BETWEEN);
      return between < 0
          ? new Holder(text, "")
          : new Holder(text.substring(0, between), text.substring(between + 1));
    }

    private String text() {
      return address + BETWEEN + start;
    }
  }

  /**
   * A lock that is not taken.
   *
   * @param start tells this start of the node from all others
   */
  FormerLock(OnDemandRedis redis, String start) {
    this.redis = redis;
    this.start = start;
  }

  /** This node as its holder. */
  Holder self(String address) {
    return new Holder(address, start);
  }

  CompletionStage<Optional<Holder>> holder() {
    return redis
        .<String>ask(commands -> commands.get(KEY))
        .thenApply(text -> Optional.ofNullable(text).map(Holder::parse));
  }

  /** Takes it where nobody holds it; who holds it then. */
  CompletionStage<Optional<Holder>> take(Holder self) {
    return redis
        .<String>ask(commands -> commands.set(KEY, self.text(), SetArgs.Builder.nx().px(TTL)))
        .thenCompose(
            answer ->
                answer == null ? holder() : CompletableFuture.completedFuture(Optional.of(self)));
  }

  /** Holds it from now on, whoever held it before. */
  CompletionStage<Void> hold(Holder self) {
    return redis
        .<String>ask(commands -> commands.set(KEY, self.text(), SetArgs.Builder.px(TTL)))
        .thenAccept(_ -> {});
  }

  /** Gives it up, where this start of the node holds it. */
  CompletionStage<Void> release() {
    return redis
        .<Long>ask(
            commands ->
                commands.eval(
                    RELEASE, ScriptOutputType.INTEGER, new String[] {KEY}, BETWEEN + start))
        .thenAccept(_ -> {});
  }

  @Override
  public void close() {
    redis.close();
  }
}
