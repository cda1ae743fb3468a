package io.heddle.config.load;

import java.util.List;

/** The configuration has faults; the message lists them all. */
public final class FaultySettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  FaultySettingsException(LoadResult.Faulty faulty) {
    super(faulty.text());
    this.faults = List.copyOf(faulty.faults());
  }

  /** The faults, one at least. */
  public List<Fault> faults() {
    return faults;
  }
}
