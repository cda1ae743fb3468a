package io.heddle.http.dialect;

import java.time.Clock;

/** Provides {@code gateway}: heddle.v1 where rooms are channels and each subscribe has its ack. */
public final class GatewayProvider implements DialectProvider {
  @Override
  public Dialect create(DialectLimits limits, Clock clock) {
    return new JsonDialect(
        "gateway", new HeddleV1In(limits, Channels::room), new GatewayOut(clock), false, false);
  }
}
