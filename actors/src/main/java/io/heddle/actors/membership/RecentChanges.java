package io.heddle.actors.membership;

import io.heddle.actors.metrics.MembershipMetrics;
import io.heddle.actors.protocol.Event.RoomAction;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply.Placed;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The live changes of memberships that this node has heard of late. What a token or a source says
 * may be older than a change: so these go before it, for connections that come later and for newer
 * tokens.
 *
 * <p>That none slips through: a connection applies what is here, then asks the node's keeper of
 * rooms to be entered; the keeper, who notes each change before it tells anybody, repeats to it
 * what is here by then. A change that the keeper takes up before the entry is repeated, one that it
 * takes up after finds the connection.
 *
 * <p>Safe for any thread. Where there are no changes, which is the rule, nothing is locked.
 */
public final class RecentChanges {
  /** Each takes some 200 bytes. */
  private static final int MOST = 100_000;

  private final long rememberMillis;
  private final int most;
  private final Clock clock;
  private final MembershipMetrics metrics;

  /** By user, who changed longest ago first; of a group the last change only. */
  private final LinkedHashMap<RoomName, Map<RoomName, Change>> byUser = new LinkedHashMap<>();

  private volatile int size;

  private record Change(RoomAction action, long until) {}

  /** Remembers each change for so long. */
  public RecentChanges(Duration remember, Clock clock, MembershipMetrics metrics) {
    this(remember, MOST, clock, metrics);
  }

  RecentChanges(Duration remember, int most, Clock clock, MembershipMetrics metrics) {
    this.rememberMillis = remember.toMillis();
    this.most = most;
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * Notes a change; one about a room that is no group's is nothing that a token could contradict,
   * and is not noted.
   *
   * @param user the user's own room
   */
  public void add(RoomName user, Placed change) {
    if (change.room().namespace().equals(RoomName.GROUP_NAMESPACE)) {
      note(user, change);
    }
  }

  private synchronized void note(RoomName user, Placed change) {
    long now = clock.millis();
    Map<RoomName, Change> changes = byUser.remove(user);
    Map<RoomName, Change> all = changes == null ? new HashMap<>(2) : changes;
    int before = all.size();
    all.put(change.room(), new Change(change.action(), now + rememberMillis));
    byUser.put(user, all);
    size += all.size() - before;
    while (!byUser.isEmpty()) {
      Map<RoomName, Change> eldest = byUser.firstEntry().getValue();
      boolean over = eldest.values().stream().allMatch(it -> it.until <= now);
      if (!over && size <= most) {
        break;
      }
      if (!over) {
        metrics.forgotten(eldest.size());
      }
      size -= eldest.size();
      byUser.pollFirstEntry();
    }
  }

  /** Whether there is none of any user. */
  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * The changes of a user that still count, in no order.
   *
   * @param user the user's own room
   */
  public List<Placed> of(RoomName user) {
    return isEmpty() ? List.of() : lookUp(user);
  }

  private synchronized List<Placed> lookUp(RoomName user) {
    Map<RoomName, Change> changes = byUser.getOrDefault(user, Map.of());
    long now = clock.millis();
    List<Placed> live = new ArrayList<>(changes.size());
    changes.forEach(
        (group, change) -> {
          if (change.until > now) {
            live.add(new Placed(group, change.action));
          }
        });
    return live;
  }

  /**
   * What a token or a source said of a user's groups, with the changes that count applied to it.
   */
  public Set<String> applied(RoomName user, Set<String> groups) {
    List<Placed> changes = of(user);
    if (changes.isEmpty()) {
      return groups;
    }
    Set<String> applied = new HashSet<>(groups);
    for (Placed change : changes) {
      switch (change.action()) {
        case JOINED -> applied.add(change.room().local());
        case LEFT -> applied.remove(change.room().local());
      }
    }
    return applied;
  }
}
