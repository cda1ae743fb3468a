package io.heddle.actors.room;

import io.heddle.actors.metrics.RoomMetrics;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.PublishReply.Receipt;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom.Publish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The batches of a room on their way into its log: one append at a time, and what gathers meanwhile
 * is the next one. Sees to it that a batch that its publisher repeats is stamped once.
 */
final class GroupAppend {
  private final RoomName room;
  private final AnsweredBatches answered;
  private final RecentKeys keys;
  private final RoomMetrics metrics;
  private List<Publish> gathered = new ArrayList<>();
  private List<Stamped> underWay = List.of();
  private List<Publication> publications = List.of();

  GroupAppend(RoomName room, AnsweredBatches answered, RecentKeys keys, RoomMetrics metrics) {
    this.room = room;
    this.answered = answered;
    this.keys = keys;
    this.metrics = metrics;
  }

  /**
   * Notes what earlier incarnations of the room have published, so that what a publisher repeats
   * since it heard no answer is known.
   */
  void recall(List<Publication> recent, long now) {
    recent.forEach(publication -> keys.recall(publication, now));
  }

  /**
   * Takes a batch for the next append. A repeated one is answered as it was before; where its first
   * is still on its way, that one's answer serves both.
   */
  void add(Publish batch) {
    Optional<PublishReply> earlier = answered.find(batch.replyTo(), batch.batch());
    if (earlier.isPresent()) {
      batch.replyTo().tell(earlier.get());
    } else if (!isOnItsWay(batch)) {
      gathered.add(batch);
    }
  }

  private boolean isOnItsWay(Publish batch) {
    return underWay.stream().anyMatch(stamped -> repeats(stamped.batch, batch))
        || gathered.stream().anyMatch(earlier -> repeats(earlier, batch));
  }

  private static boolean repeats(Publish first, Publish batch) {
    return first.batch() == batch.batch() && first.replyTo().equals(batch.replyTo());
  }

  /** Whether batches wait for an append. */
  boolean hasGathered() {
    return !gathered.isEmpty();
  }

  /** Whether an append is under way. */
  boolean isUnderWay() {
    return !underWay.isEmpty();
  }

  /**
   * Stamps what has gathered; to be followed by {@link #end} before the next one begins.
   *
   * @return what is to be appended behind {@code head}; nothing where all of it was known
   */
  List<Publication> begin(Position head, long now) {
    List<Publication> stamped = new ArrayList<>();
    List<Stamped> batches = new ArrayList<>(gathered.size());
    for (Publish batch : gathered) {
      batches.add(new Stamped(batch, stamp(batch.drafts(), head, now, stamped)));
    }
    gathered = new ArrayList<>();
    underWay = batches;
    publications = stamped;
    return stamped;
  }

  private List<Receipt> stamp(
      List<Draft> drafts, Position head, long now, List<Publication> stamped) {
    List<Receipt> receipts = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      Optional<Position> earlier = keys.find(draft, now);
      if (earlier.isPresent()) {
        metrics.duplicate();
        receipts.add(new Receipt(earlier.get(), true, 0));
      } else {
        Position position = head.plus(stamped.size() + 1L);
        stamped.add(new Publication(room, position, now, draft));
        keys.remember(draft, position, now);
        receipts.add(new Receipt(position, false, -1));
      }
    }
    return receipts;
  }

  /** The append under way is in the log: what was appended, and the batches that it came from. */
  Ended end() {
    Ended ended = new Ended(publications, underWay);
    publications = List.of();
    underWay = List.of();
    return ended;
  }

  /** Notes what a publisher was told, for when it asks again. */
  void answered(ActorRef<PublishReply> publisher, PublishReply reply, long now) {
    answered.remember(publisher, reply, now);
  }

  /** Forgets answers and keys that nobody can ask for any more. */
  void forget(long now) {
    keys.forget(now);
    answered.forget(now);
  }

  /** A batch and where each of its drafts went. */
  record Stamped(Publish batch, List<Receipt> receipts) {
    /** Whether it brought anything new. */
    boolean isFresh() {
      return receipts.stream().anyMatch(receipt -> !receipt.duplicate());
    }
  }

  /** An append that is in the log. */
  record Ended(List<Publication> publications, List<Stamped> batches) {
    /** Whether a publisher waits to hear how many connections were reached. */
    boolean isCounted() {
      return batches.stream().anyMatch(stamped -> stamped.batch.counted());
    }
  }
}
