package io.heddle.config;

import java.time.Duration;

/**
 * How a node goes down: {@code heddle.drain}.
 *
 * @param timeout for all of it
 * @param loadBalancer of that, for the load balancer to see that the node is not ready any more
 * @param pace connections that are asked to move each second; 0 for all at once
 * @param spread longest time that a client is asked to wait before it moves
 * @param inFlight for what a connection has under way to be answered
 */
public record DrainSettings(
    Duration timeout, Duration loadBalancer, int pace, Duration spread, Duration inFlight) {
  /**
   * How long a client may take to open its new connection before the old one ends; the old one
   * hears all that is published meanwhile.
   */
  public static final Duration OVERLAP = Duration.ofSeconds(2);

  /** Of the time-out, what the node needs to leave its cluster when its connections are gone. */
  private static final Duration LEAVING = Duration.ofSeconds(4);

  /** How long connections may take to go: at least half of what there is, whatever it is. */
  public Duration connections() {
    Duration all = timeout.minus(loadBalancer);
    Duration rest = all.minus(LEAVING);
    Duration least = all.dividedBy(2);
    return rest.compareTo(least) > 0 ? rest : least;
  }

  /** How many connections can be asked to move in time, so that none is closed unasked. */
  public long movable() {
    Duration time = connections().minus(spread).minus(OVERLAP).minus(inFlight);
    return time.isNegative() ? 0 : pace * time.toMillis() / 1000;
  }
}
