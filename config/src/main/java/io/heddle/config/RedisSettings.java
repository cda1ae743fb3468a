package io.heddle.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The Redis that messages come in from, and that may hold the log: {@code heddle.redis}. The text
 * form of this record hides the URL's credentials.
 *
 * @param url as lettuce reads it; empty: no Redis
 * @param required whether a lost Redis makes the node not ready, instead of degraded
 * @param commandTimeout after which a command fails
 * @param connectTimeout after which a connect fails
 * @param queue commands that may wait while there is no connection
 * @param backoffMin wait before the first reconnect
 * @param backoffMax longest wait between two reconnects
 * @param mode how it is made up
 * @param waitReplicas replicas that must have an append before it is answered; counts for the log
 *     only
 * @param origin name of this cluster in what it sends to Redis; messages that carry it are ignored
 * @param mirror whether what rooms accept is published in Redis too
 */
public record RedisSettings(
    Optional<String> url,
    boolean required,
    Duration commandTimeout,
    Duration connectTimeout,
    int queue,
    Duration backoffMin,
    Duration backoffMax,
    RedisMode mode,
    int waitReplicas,
    Optional<String> origin,
    boolean mirror) {
  /** The URL with its user and password hidden, for logs. */
  public Optional<String> printableUrl() {
    return url.map(RedisSettings::withoutCredentials);
  }

  /** Whether the URL names sentinels, which know the primary, and not a Redis itself. */
  public boolean namesSentinels() {
    return url.filter(text -> text.contains("-sentinel://")).isPresent();
  }

  /**
   * A Redis URL with all hidden between {@code ://} and the last {@code @}: a password may hold an
   * {@code @}.
   */
  public static String withoutCredentials(String url) {
    int start = url.indexOf("://");
    int end = url.lastIndexOf('@');
    if (start < 0) {
      return "(hidden)";
    }
    return end < start ? url : url.substring(0, start + 3) + "(hidden)" + url.substring(end);
  }

  @Override
  public String toString() {
    return ("RedisSettings[url=%s, required=%s, commandTimeout=%s, connectTimeout=%s, queue=%s,"
            + " backoffMin=%s, backoffMax=%s, mode=%s, waitReplicas=%s, origin=%s, mirror=%s]")
        .formatted(
            printableUrl().orElse("(none)"),
            required,
            commandTimeout,
            connectTimeout,
            queue,
            backoffMin,
            backoffMax,
            mode,
            waitReplicas,
            origin,
            mirror);
  }
}
