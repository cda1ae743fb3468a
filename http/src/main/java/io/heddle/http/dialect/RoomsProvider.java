package io.heddle.http.dialect;

import java.time.Clock;

/** Provides {@code rooms}: the commands of heddle.v1, answered in frames of few fields. */
public final class RoomsProvider implements DialectProvider {
  @Override
  public Dialect create(DialectLimits limits, Clock clock) {
    return new JsonDialect("rooms", new HeddleV1In(limits), new RoomsOut(clock), true, false);
  }
}
