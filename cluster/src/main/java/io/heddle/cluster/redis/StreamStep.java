package io.heddle.cluster.redis;

/** Where an entry is on its way; told to tests, which stop the reader there. */
enum StreamStep {
  /** It was read; nothing is done with it yet. */
  READ,
  /** Its room has it; Redis was not told yet. */
  PUBLISHED,
  /** Redis is told that it is settled. */
  ACKNOWLEDGING,
  /** Redis knows that it is settled. */
  ACKNOWLEDGED,
  /** It is among the dead ones; the stream has it still. */
  BURIED
}
