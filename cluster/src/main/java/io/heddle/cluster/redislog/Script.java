package io.heddle.cluster.redislog;

import io.heddle.cluster.script.RedisScript;

/** The scripts of the log. */
final class Script {
  static final RedisScript HEAD = new RedisScript(Script.class, "head.lua");
  static final RedisScript APPEND = new RedisScript(Script.class, "append.lua");
  static final RedisScript READ = new RedisScript(Script.class, "read.lua");
  static final RedisScript MOVE = new RedisScript(Script.class, "move.lua");

  private Script() {}
}
