package io.heddle.actors.room;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The newest publications of a room that a node has handed out, contiguous: what clients that were
 * away for a moment are answered from. Bounded in publications, age and bytes, its own and all
 * tails' together. Part of the local room's actor.
 */
final class Tail {
  /** What the tail of one room may take. */
  static final long ROOM_BYTES = 1 << 20;

  /** What a publication takes beside its data, roughly. */
  private static final long OVERHEAD = 400;

  private final int most;
  private final long ttlMillis;
  private final TailBudget budget;
  private final ArrayDeque<Publication> publications = new ArrayDeque<>(1);
  private long bytes;

  /**
   * An empty tail.
   *
   * @param most publications, 0 for none
   * @param ttlMillis how old each may be
   */
  Tail(int most, long ttlMillis, TailBudget budget) {
    this.most = most;
    this.ttlMillis = ttlMillis;
    this.budget = budget;
  }

  /** How many publications it holds at most. */
  int most() {
    return most;
  }

  /** Adds what has been handed out; where that does not follow, the tail begins with it. */
  void add(Publication publication) {
    if (!publications.isEmpty() && !follows(publications.getLast(), publication)) {
      clear();
    }
    publications.addLast(publication);
    grow(size(publication));
    while (!publications.isEmpty()
        && (publications.size() > most || bytes > ROOM_BYTES || budget.isOver())) {
      dropFirst();
    }
  }

  /**
   * Puts older publications in front, as far as they fit.
   *
   * @param older contiguous, oldest first; those that the tail has may be among them
   * @param last what the node has handed out
   */
  void fill(List<Publication> older, Position last) {
    for (Publication publication : older.reversed()) {
      Position end = publications.isEmpty() ? last.plus(1) : publications.getFirst().position();
      boolean fits = publications.size() < most && bytes + size(publication) <= ROOM_BYTES;
      if (publication.position().plus(1).equals(end)) {
        if (!fits || budget.isOver()) {
          return;
        }
        publications.addFirst(publication);
        grow(size(publication));
      }
    }
  }

  /**
   * What follows on a position, oldest first; empty where the tail does not reach back so far.
   *
   * @param after before {@code last}
   * @param last what the node has handed out
   * @param now milliseconds since 1970
   */
  List<Publication> after(Position after, Position last, long now, int limit, long maxBytes) {
    while (!publications.isEmpty() && publications.getFirst().timestamp() < now - ttlMillis) {
      dropFirst();
    }
    if (!publications.isEmpty() && !publications.getLast().position().equals(last)) {
      clear();
    }
    if (publications.isEmpty() || after.offset() + 1 < offset(publications.getFirst())) {
      return List.of();
    }
    long skip = after.offset() + 1 - offset(publications.getFirst());
    Iterator<Publication> each = publications.iterator();
    for (long i = 0; i < skip; i++) {
      each.next();
    }
    List<Publication> found = new ArrayList<>();
    long taken = 0;
    while (each.hasNext() && found.size() < limit) {
      Publication next = each.next();
      taken += next.draft().data().size();
      if (taken > maxBytes && !found.isEmpty()) {
        return found;
      }
      found.add(next);
    }
    return found;
  }

  /** Forgets everything. */
  void clear() {
    publications.clear();
    grow(-bytes);
  }

  private void dropFirst() {
    grow(-size(publications.removeFirst()));
  }

  private void grow(long by) {
    bytes += by;
    budget.grew(by);
  }

  private static long size(Publication publication) {
    return OVERHEAD + publication.draft().data().size();
  }

  private static long offset(Publication publication) {
    return publication.position().offset();
  }

  private static boolean follows(Publication last, Publication next) {
    return last.position().plus(1).equals(next.position());
  }
}
