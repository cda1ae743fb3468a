package io.heddle.app.extending;

import io.heddle.http.dialect.Dialect;
import io.heddle.http.dialect.DialectLimits;
import io.heddle.http.dialect.DialectProvider;
import io.heddle.http.dialect.HeddleV1;
import java.time.Clock;

/** What ServiceLoader finds; events that have no line of their own are told by heddle.v1. */
public final class LinesProvider implements DialectProvider {
  @Override
  public Dialect create(DialectLimits limits, Clock clock) {
    return new LinesDialect(limits.roomName(), new HeddleV1(limits, clock).encoder());
  }
}
