package io.heddle.config;

/**
 * The log in a file: {@code heddle.sqlite}.
 *
 * @param synchronous what a commit waits for
 * @param queue operations that may wait for the writer
 */
public record SqliteSettings(Synchronous synchronous, int queue) {
  /** What has to be on the disk before a publish is answered. */
  public enum Synchronous {
    /** The log itself: what was answered survives a power cut. */
    FULL,
    /** Nothing: what was answered survives the end of the process, but not of the machine. */
    NORMAL
  }
}
