package io.heddle.cluster.redis;

/** Leaves the reading of a message that goes no further. */
final class UnfitException extends Exception {
  private static final long serialVersionUID = 1;
  private final IngressOutcome outcome;
  private final String text;

  /**
   * @param outcome what it is counted as
   * @param text why, naming the field
   */
  UnfitException(IngressOutcome outcome, String text) {
    super(text, null, false, false);
    this.outcome = outcome;
    this.text = text;
  }

  IngressMessage.Unfit message() {
    return new IngressMessage.Unfit(outcome, text);
  }
}
