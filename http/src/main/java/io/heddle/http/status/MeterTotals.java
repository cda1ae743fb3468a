package io.heddle.http.status;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;

/** Sums of counters over all of their tags, for those who want one number. */
public final class MeterTotals {
  private final MeterRegistry registry;

  /** Reads this registry. */
  public MeterTotals(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * What all counters of a name have counted together; 0 where there are none.
   *
   * @param tags pairs of key and value that a counter must have to be summed
   */
  public long total(String name, String... tags) {
    double sum = 0;
    for (Meter meter : registry.find(name).tags(tags).meters()) {
      for (Measurement measurement : meter.measure()) {
        if (measurement.getStatistic() == Statistic.COUNT) {
          sum += measurement.getValue();
        }
      }
    }
    return Math.round(sum);
  }
}
