package io.heddle.actors.protocol;

import java.util.List;

/**
 * What a room answers a batch of drafts.
 *
 * @param room the room
 * @param batch the publisher's number of the batch
 * @param outcome what became of it
 */
public record PublishReply(RoomName room, long batch, Outcome outcome)
    implements ToConnection, ToPublisher {

  /** What became of a batch; it is all or nothing. */
  public sealed interface Outcome {}

  /** Each draft is in the log; the receipts stand in the order of the drafts. */
  public record Accepted(List<Receipt> receipts) implements Outcome {}

  /** None of the drafts is in the log. */
  public record Rejected(ErrorCode code) implements Outcome {}

  /**
   * Where a draft went.
   *
   * @param position its place in the log
   * @param duplicate whether it had been published before, under the same key
   * @param receivers to how many connections it was handed; -1 where that was not asked for
   */
  public record Receipt(Position position, boolean duplicate, int receivers) {}
}
