package io.heddle.config;

/** Where publications of rooms with history are kept: {@code heddle.log}. */
public enum LogChoice {
  /** In Redis where nodes form a cluster, in SQLite where a node is alone. */
  AUTO,
  /** In this process's memory: gone with it. */
  MEMORY,
  /** In a file of the data folder. */
  SQLITE,
  /** In the Redis that {@code heddle.redis.url} names. */
  REDIS
}
