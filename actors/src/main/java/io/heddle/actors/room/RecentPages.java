package io.heddle.actors.room;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Pages that the log gave lately, for members that follow each other through the same past. Few and
 * small: what is not here is read again. Part of the local room's actor.
 */
final class RecentPages {
  private static final int MOST = 16;
  private static final long MOST_BYTES = 512 * 1024;

  private final Deque<Kept> pages = new ArrayDeque<>(1);
  private long bytes;

  /** Keeps a page that is whole, and forgets the oldest ones beyond the bounds. */
  void keep(Position after, Page page) {
    if (page.state() != Page.State.WHOLE) {
      return;
    }
    long size = 0;
    for (Publication publication : page.publications()) {
      size += publication.draft().data().size();
    }
    pages.addLast(new Kept(after, page, size));
    bytes += size;
    while (pages.size() > MOST || bytes > MOST_BYTES) {
      bytes -= pages.removeFirst().bytes;
    }
  }

  /** What follows on a position, where a page holds it. */
  Optional<Page> find(Position after) {
    for (Kept kept : pages) {
      long skip = after.offset() - kept.after.offset();
      List<Publication> all = kept.page.publications();
      if (kept.after.epoch().equals(after.epoch()) && skip >= 0 && skip < all.size()) {
        List<Publication> rest = all.subList((int) skip, all.size());
        return Optional.of(new Page(rest, Page.State.WHOLE));
      }
    }
    return Optional.empty();
  }

  void clear() {
    pages.clear();
    bytes = 0;
  }

  private record Kept(Position after, Page page, long bytes) {}
}
