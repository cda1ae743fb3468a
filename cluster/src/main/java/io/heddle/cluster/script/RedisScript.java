package io.heddle.cluster.script;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A script that Redis runs, called by its digest; a Redis that does not know it gets it once. */
public final class RedisScript {
  private final String source;
  private final String digest;

  /**
   * A script of the class path.
   *
   * @param owner a class of the package that the file lies in
   * @throws IllegalStateException where there is no such file
   */
  public RedisScript(Class<?> owner, String file) {
    try (var in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not on the class path");
      }
      byte[] utf8 = in.readAllBytes();
      source = new String(utf8, StandardCharsets.UTF_8);
      digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(utf8));
    } catch (IOException | NoSuchAlgorithmException fault) {
      throw new IllegalStateException(fault);
    }
  }

  /** Runs it once; where Redis has lost its scripts, by its source. */
  public CompletionStage<List<Object>> run(
      RedisClusterAsyncCommands<byte[], byte[]> redis, byte[][] keys, byte[]... arguments) {
    CompletionStage<List<Object>> byDigest =
        redis.evalsha(digest, ScriptOutputType.MULTI, keys, arguments);
    return byDigest.exceptionallyCompose(
        fault -> {
          if (!(cause(fault) instanceof RedisNoScriptException)) {
            return CompletableFuture.failedFuture(fault);
          }
          return redis.eval(source, ScriptOutputType.MULTI, keys, arguments);
        });
  }

  /** What went wrong, without what stages wrap around it. */
  public static Throwable cause(Throwable fault) {
    return fault instanceof CompletionException && fault.getCause() != null
        ? fault.getCause()
        : fault;
  }

  /** An argument. */
  public static byte[] bytes(Object value) {
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A part of an answer, as text. */
  public static String text(Object part) {
    return part instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(part);
  }
}
