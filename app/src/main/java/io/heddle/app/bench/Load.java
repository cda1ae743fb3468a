package io.heddle.app.bench;

/** What the connections are made to do once they are ready. */
sealed interface Load {

  /** In words, for the report. */
  String describe();

  /**
   * Publishes on schedule whether or not the server keeps up; latency counts from the scheduled
   * time.
   *
   * @param perSecond publishes a second of all publishers together, 0 exclusive to 500,000
   */
  record Open(double perSecond) implements Load {
    static final double MAX_PER_SECOND = 500_000;

    public Open {
      if (!(perSecond > 0 && perSecond <= MAX_PER_SECOND)) {
        throw new IllegalArgumentException("--rate: above 0, at most 500000 a second");
      }
    }

    @Override
    public String describe() {
      return "open loop, %.0f publishes/s".formatted(perSecond);
    }
  }

  /**
   * Publishes when what is outstanding allows.
   *
   * @param window publishes outstanding, of all publishers together, 1 to 100,000
   */
  record Closed(int window) implements Load {
    static final int MAX_WINDOW = 100_000;

    public Closed {
      if (window < 1 || window > MAX_WINDOW) {
        throw new IllegalArgumentException("--window: 1 to 100000");
      }
    }

    @Override
    public String describe() {
      return "closed loop, " + window + " outstanding";
    }
  }

  /** Publishes nothing. */
  record Idle() implements Load {
    @Override
    public String describe() {
      return "idle";
    }
  }
}
