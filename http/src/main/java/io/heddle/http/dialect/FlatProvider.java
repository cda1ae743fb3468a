package io.heddle.http.dialect;

import java.time.Clock;

/** Provides {@code flat}: heddle.v1 but for publications, which come without an envelope. */
public final class FlatProvider implements DialectProvider {
  @Override
  public Dialect create(DialectLimits limits, Clock clock) {
    return new JsonDialect("flat", new HeddleV1In(limits), new FlatOut(clock), false, true);
  }
}
