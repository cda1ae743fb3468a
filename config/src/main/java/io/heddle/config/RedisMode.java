package io.heddle.config;

/** How Redis is made up: {@code heddle.redis.mode}. */
public enum RedisMode {
  /** One server, or a name that always leads to the primary. */
  SINGLE,
  /** A primary that sentinels name; the URL begins with {@code redis-sentinel://}. */
  SENTINEL,
  /** A Redis Cluster; the URL names one of its nodes. */
  CLUSTER
}
