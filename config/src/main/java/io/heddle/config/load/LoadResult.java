package io.heddle.config.load;

import io.heddle.config.Settings;
import java.util.List;
import java.util.stream.Collectors;

/** What loading came to. */
public sealed interface LoadResult {
  /**
   * Everything is in order.
   *
   * @param settings valid, alone and together
   * @param effective each setting with its origin, in the order of {@code reference.conf}
   */
  record Loaded(Settings settings, List<EffectiveSetting> effective) implements LoadResult {}

  /**
   * The node must not start.
   *
   * @param faults all of them, one at least
   */
  record Faulty(List<Fault> faults) implements LoadResult {
    /** All faults, a line each, under a heading. */
    public String text() {
      var heading = faults.size() == 1 ? "1 fault" : faults.size() + " faults";
      return faults.stream()
          .map(fault -> "\n  - " + fault.line())
          .collect(Collectors.joining("", heading + " in the configuration:", ""));
    }
  }

  /**
   * The settings; for callers that have no better way to report faults, they are thrown, all in one
   * exception.
   */
  default Settings orThrow() {
    return switch (this) {
      case Loaded(var settings, _) -> settings;
      case Faulty faulty -> throw new FaultySettingsException(faulty);
    };
  }
}
