package io.heddle.config;

/** Whether the rooms of a namespace have a history: {@code history.mode}. */
public enum HistoryMode {
  /** In the log that {@code heddle.log} names: it outlives the process. */
  KEPT,
  /** Only the newest few, in memory, so that a gap between nodes can be filled. */
  NONE
}
