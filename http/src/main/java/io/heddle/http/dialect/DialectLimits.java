package io.heddle.http.dialect;

/**
 * How large the parts of a command may be.
 *
 * @param roomName longest room name, namespace included, in UTF-16 characters
 * @param rooms rooms that one command may name
 */
public record DialectLimits(int roomName, int rooms) {
  /** Checks that both are positive. */
  public DialectLimits {
    if (roomName < 1 || rooms < 1) {
      throw new IllegalArgumentException("limits must be at least 1: " + roomName + ", " + rooms);
    }
  }
}
