package io.heddle.actors.protocol;

/**
 * A place in a room's log.
 *
 * @param epoch name of one incarnation of the log; offsets of different epochs do not compare
 * @param offset the publication's number, from 1 without a gap; 0 is the head of an empty room
 */
public record Position(String epoch, long offset) {
  public Position {
    if (epoch.isEmpty() || offset < 0) {
      throw new IllegalArgumentException("not a position: " + epoch + "/" + offset);
    }
  }

  /** The place {@code count} publications further on. */
  public Position plus(long count) {
    return new Position(epoch, offset + count);
  }
}
