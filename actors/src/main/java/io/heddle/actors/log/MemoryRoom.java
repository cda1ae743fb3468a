package io.heddle.actors.log;

import io.heddle.actors.log.RoomLog.Slice;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Stamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One room of the log in memory. */
final class MemoryRoom {
  /** What a publication takes beside its data, roughly: objects, ids, its place in the tail. */
  private static final int OVERHEAD = 400;

  private final RoomName name;
  private final RecentKeys keys;
  private final ArrayDeque<Publication> publications = new ArrayDeque<>(2);
  private final MemoryCursors cursors = new MemoryCursors();
  private Position head = new Position(Epochs.next(), 0);
  private Optional<UUID> lastBatch = Optional.empty();
  private List<Stamp> lastStamps = List.of();
  private long dataBytes;

  /** What has come and gone since it was last asked. */
  private long change;

  MemoryRoom(RoomName name, LogRules rules, LogMetrics metrics) {
    this.name = name;
    this.keys = new RecentKeys(rules, metrics);
  }

  Position head() {
    return head;
  }

  MemoryCursors cursors() {
    return cursors;
  }

  boolean isLast(UUID batch) {
    return lastBatch.isPresent() && lastBatch.get().equals(batch);
  }

  List<Stamp> lastStamps() {
    return lastStamps;
  }

  void remember(UUID batch, List<Stamp> stamps) {
    lastBatch = Optional.of(batch);
    lastStamps = stamps;
  }

  Stamp add(Draft draft, long now) {
    Optional<String> key = draft.key().map(_ -> KeyScope.scoped(draft));
    if (key.isPresent()) {
      Optional<Position> earlier = keys.find(key.get(), now);
      if (earlier.isPresent()) {
        return new Stamp(earlier.get(), true);
      }
    }
    head = head.plus(1);
    Publication publication = new Publication(name, head, now, draft);
    publications.addLast(publication);
    dataBytes += draft.data().size();
    change += OVERHEAD + draft.data().size();
    key.ifPresent(k -> keys.remember(k, head, now));
    return new Stamp(head, false);
  }

  /** Drops what is beyond the bounds; tells by how much the room has grown, in bytes. */
  long trim(Retention retention, long now) {
    long since = retention.since(now);
    while (publications.size() > retention.size()
        || (publications.size() > 1 && dataBytes > retention.bytes())
        || (!publications.isEmpty() && publications.getFirst().timestamp() < since)) {
      drop(publications.removeFirst());
    }
    long grown = change;
    change = 0;
    return grown;
  }

  /** Drops all publications; tells by how much the room has grown, which is less than 0. */
  long empty() {
    publications.forEach(this::drop);
    publications.clear();
    long grown = change;
    change = 0;
    return grown;
  }

  private void drop(Publication publication) {
    int size = publication.draft().data().size();
    dataBytes -= size;
    change -= OVERHEAD + size;
  }

  Slice read(Position after, int limit, long maxBytes) {
    if (isElsewhere(after) || after.offset() > head.offset()) {
      return new Slice(head, oldest(), List.of(), false);
    }
    boolean complete = after.offset() + 1 >= oldest();
    Iterator<Publication> all = publications.iterator();
    return new Slice(
        head, oldest(), page(all, after.offset(), Long.MAX_VALUE, limit, maxBytes), complete);
  }

  Slice readBack(Position before, int limit, long maxBytes) {
    if (isElsewhere(before)) {
      return new Slice(head, oldest(), List.of(), false);
    }
    Iterator<Publication> all = publications.descendingIterator();
    boolean complete = before.offset() > oldest() || oldest() == 1;
    return new Slice(head, oldest(), page(all, 0, before.offset(), limit, maxBytes), complete);
  }

  private static List<Publication> page(
      Iterator<Publication> all, long after, long before, int limit, long maxBytes) {
    List<Publication> found = new ArrayList<>();
    long bytes = 0;
    while (all.hasNext() && found.size() < limit) {
      Publication next = all.next();
      long offset = next.position().offset();
      if (offset > after && offset < before) {
        bytes += next.draft().data().size();
        if (bytes > maxBytes && !found.isEmpty()) {
          return found;
        }
        found.add(next);
      }
    }
    return found;
  }

  Position renew(Position lost) {
    if (!isElsewhere(lost) && lost.offset() > head.offset()) {
      String epoch = Epochs.next();
      List<Publication> moved = List.copyOf(publications);
      publications.clear();
      moved.forEach(p -> publications.add(in(epoch, p)));
      head = new Position(epoch, head.offset());
      lastBatch = Optional.empty();
    }
    return head;
  }

  private static Publication in(String epoch, Publication publication) {
    Position position = new Position(epoch, publication.position().offset());
    return new Publication(
        publication.room(), position, publication.timestamp(), publication.draft());
  }

  private boolean isElsewhere(Position position) {
    return !position.epoch().equals(head.epoch());
  }

  private long oldest() {
    return head.offset() - publications.size() + 1;
  }
}
