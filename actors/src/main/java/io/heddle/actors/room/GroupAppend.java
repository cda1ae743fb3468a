package io.heddle.actors.room;

import io.heddle.actors.metrics.RoomMetrics;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.PublishReply.Receipt;
import io.heddle.actors.protocol.PublishReply.Rejected;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Stamp;
import io.heddle.actors.protocol.ToRoom.Publish;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The batches of a room on their way into its log: one append at a time, and what gathers meanwhile
 * is the next one. Sees to it that a batch that its publisher repeats is appended once.
 */
final class GroupAppend {
  private final RoomName room;
  private final AnsweredBatches answered;
  private final RecalledMessages recalled;
  private final RoomMetrics metrics;
  private List<Publish> gathered = new ArrayList<>();
  private List<Offered> underWay = List.of();
  private Group group = Group.NONE;

  GroupAppend(
      RoomName room, AnsweredBatches answered, RecalledMessages recalled, RoomMetrics metrics) {
    this.room = room;
    this.answered = answered;
    this.recalled = recalled;
    this.metrics = metrics;
  }

  /**
   * Notes what earlier incarnations of the room have published, so that what a publisher repeats
   * since it heard no answer is known.
   */
  void recall(List<Publication> recent, long now) {
    recent.forEach(publication -> recalled.recall(publication, now));
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
    return underWay.stream().anyMatch(offered -> repeats(offered.batch, batch))
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
   * Takes what has gathered for the next append; to be followed by {@link #end} or {@link #drop}
   * before the next one begins.
   */
  Group begin(long now) {
    List<Draft> drafts = new ArrayList<>();
    List<Offered> batches = new ArrayList<>(gathered.size());
    for (Publish batch : gathered) {
      List<Optional<Position>> known = new ArrayList<>(batch.drafts().size());
      for (Draft draft : batch.drafts()) {
        Optional<Position> earlier = recalled.find(draft, now);
        known.add(earlier);
        if (earlier.isEmpty()) {
          drafts.add(draft);
        }
      }
      batches.add(new Offered(batch, known));
    }
    gathered = new ArrayList<>();
    underWay = batches;
    group = new Group(batchId(), drafts, now);
    return group;
  }

  /** Unique among the appends of a room; nothing is granted to who knows one. */
  private static UUID batchId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong());
  }

  /** What is being appended, for repeating it. */
  Group group() {
    return group;
  }

  /** The append under way is in the log: what is new there, and the answers to its batches. */
  Ended end(List<Stamp> stamps) {
    List<Publication> publications = new ArrayList<>(stamps.size());
    for (int i = 0; i < stamps.size(); i++) {
      Stamp stamp = stamps.get(i);
      if (!stamp.duplicate()) {
        publications.add(new Publication(room, stamp.position(), group.at, group.drafts.get(i)));
      }
    }
    Iterator<Stamp> next = stamps.iterator();
    List<Stamped> batches = new ArrayList<>(underWay.size());
    for (Offered offered : underWay) {
      batches.add(new Stamped(offered.batch, receipts(offered, next)));
    }
    underWay = List.of();
    group = Group.NONE;
    return new Ended(publications, batches);
  }

  private List<Receipt> receipts(Offered offered, Iterator<Stamp> next) {
    List<Receipt> receipts = new ArrayList<>(offered.known.size());
    for (Optional<Position> known : offered.known) {
      Stamp stamp = known.map(position -> new Stamp(position, true)).orElseGet(next::next);
      if (stamp.duplicate()) {
        metrics.duplicate();
      }
      receipts.add(new Receipt(stamp.position(), stamp.duplicate(), stamp.duplicate() ? 0 : -1));
    }
    return receipts;
  }

  /** The append under way is certainly not in the log: its publishers need not wait. */
  void drop() {
    underWay.forEach(offered -> refuse(offered.batch));
    underWay = List.of();
    group = Group.NONE;
  }

  /** Tells a publisher that none of a batch is in the log. */
  void refuse(Publish batch) {
    Rejected unavailable = new Rejected(ErrorCode.UNAVAILABLE);
    batch.replyTo().tell(new PublishReply(room, batch.batch(), unavailable));
  }

  /** Notes what a publisher was told, for when it asks again. */
  void answered(ActorRef<PublishReply> publisher, PublishReply reply, long now) {
    answered.remember(publisher, reply, now);
  }

  /** Forgets answers and keys that nobody can ask for any more. */
  void forget(long now) {
    recalled.forget(now);
    answered.forget(now);
  }

  /**
   * One append.
   *
   * @param id names it, so that it can be repeated
   * @param drafts those that are not known to be published
   * @param at when it was stamped, milliseconds since 1970-01-01T00:00Z
   */
  record Group(UUID id, List<Draft> drafts, long at) {
    private static final Group NONE = new Group(new UUID(0, 0), List.of(), 0);
  }

  /** A batch, and where those of its drafts stand that were published before. */
  private record Offered(Publish batch, List<Optional<Position>> known) {}

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
