package io.heddle.http.status;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node should get traffic, as those parts say that it depends on (Redis, the cluster,
 * the shutdown). Safe to use from any thread.
 */
public final class Readiness {
  private static final Logger log = LoggerFactory.getLogger(Readiness.class);

  private final Map<String, Supplier<ReadinessState>> checks = new ConcurrentSkipListMap<>();
  private volatile boolean started;

  /** Nobody has anything to say yet: ready. */
  public Readiness() {}

  /**
   * Adds a part's word, in place of what it said under this name before.
   *
   * @param check asked at each request, on its thread: must not block
   */
  public void register(String name, Supplier<ReadinessState> check) {
    checks.put(name, check);
  }

  /** The node has started, for ever: what it waits for from now on is no fault of its start. */
  public void started() {
    started = true;
  }

  /** Whether the node has started. */
  boolean hasStarted() {
    return started;
  }

  /** What each part says now, by name. A check that throws is down. */
  public Map<String, ReadinessState> states() {
    Map<String, ReadinessState> states = new TreeMap<>();
    checks.forEach((name, check) -> states.put(name, ask(name, check)));
    return states;
  }

  private static ReadinessState ask(String name, Supplier<ReadinessState> check) {
    try {
      return check.get();
    } catch (RuntimeException fault) {
      log.warn("The readiness check '{}' failed", name, fault);
      return new ReadinessState.Down("check failed");
    }
  }
}
