package io.heddle.cluster.membership;

import io.heddle.actors.membership.MembershipSource;
import io.heddle.actors.protocol.Identity;
import io.heddle.cluster.lettuce.OnDemandRedis;
import io.heddle.config.RedisSettings;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Reads a user's groups from the set {@code heddle:user:<id>:groups}; one that is not there is a
 * user without groups. Connects at the first question, so a node starts without Redis; while there
 * is no connection, questions fail at once. Safe for any thread, and blocks none.
 */
public final class RedisMemberships implements MembershipSource, AutoCloseable {
  private final OnDemandRedis redis;

  /**
   * Starts threads, and connects to nothing.
   *
   * @throws IllegalArgumentException where there is no URL, or lettuce cannot read it
   */
  public RedisMemberships(RedisSettings settings) {
    redis = new OnDemandRedis(settings);
  }

  @Override
  public CompletionStage<Set<String>> groups(Identity identity) {
    String key = "heddle:user:" + identity.userId().orElseThrow() + ":groups";
    return redis.ask(commands -> commands.smembers(key));
  }

  /** Ends all connections and threads; does not wait for it. */
  @Override
  public void close() {
    redis.close();
  }
}
