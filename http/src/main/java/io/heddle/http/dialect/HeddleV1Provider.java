package io.heddle.http.dialect;

import java.time.Clock;

/** Provides {@link HeddleV1}. */
public final class HeddleV1Provider implements DialectProvider {
  @Override
  public Dialect create(DialectLimits limits, Clock clock) {
    return new HeddleV1(limits, clock);
  }
}
