package io.heddle.config;

/** What a token's capabilities are worth beside the policy of a namespace. */
public enum CapabilityRule {
  /** They are not read. */
  OFF,
  /** What a token has them for must be allowed by them and by the policy. */
  NARROW,
  /** What either of them allows is allowed. */
  WIDEN
}
