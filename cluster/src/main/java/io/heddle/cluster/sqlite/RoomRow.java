package io.heddle.cluster.sqlite;

import io.heddle.actors.protocol.Position;
import java.util.Arrays;
import java.util.OptionalLong;

/** What the table {@code room} says of one room, as the writer changes it. */
final class RoomRow {
  final long id;
  String epoch;
  long head;

  /** The oldest offset that is kept. */
  long first;

  /** Time stamp of the oldest that is kept, where that was looked up. */
  OptionalLong firstAt = OptionalLong.empty();

  /** Of the data that is kept. */
  long bytes;

  byte[] batch;
  byte[] result;
  long expiresAt;
  long usedAt;

  /** Keys that were added since the oldest were last looked for. */
  int newKeys;

  RoomRow(
      long id,
      String epoch,
      long head,
      long first,
      long bytes,
      byte[] batch,
      byte[] result,
      long expiresAt,
      long usedAt) {
    this.id = id;
    this.epoch = epoch;
    this.head = head;
    this.first = first;
    this.bytes = bytes;
    this.batch = batch;
    this.result = result;
    this.expiresAt = expiresAt;
    this.usedAt = usedAt;
  }

  Position position() {
    return new Position(epoch, head);
  }

  boolean isLast(byte[] other) {
    return Arrays.equals(batch, other);
  }

  void begin(String newEpoch) {
    epoch = newEpoch;
    batch = new byte[0];
    result = new byte[0];
  }
}
