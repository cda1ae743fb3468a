package io.heddle.actors.room;

import io.heddle.actors.protocol.Notice;
import io.heddle.actors.protocol.ToNotices.Reminder;
import io.heddle.actors.protocol.ToRoom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What one other node has not confirmed: of each room the latest notice. Time is in milliseconds
 * since any moment.
 */
final class PendingNotices {
  /** How long the node has for confirming before it is told again. */
  static final long PATIENCE = 600;

  /** In one message: each is some 300 bytes, most of it the paths of actors. */
  static final int MOST = 200;

  private final Map<ActorRef<ToRoom>, Long> byRoom = new HashMap<>();
  private final Map<Long, Notice> fresh = new LinkedHashMap<>();

  /** Those that were told longest ago come first. */
  private final Map<Long, Told> told = new LinkedHashMap<>();

  private int lastFresh;

  /** Takes a notice in the place of what the same room had; {@code number} has no other one. */
  void add(Notice notice, long number) {
    Long earlier = byRoom.put(notice.ref(), number);
    if (earlier != null) {
      fresh.remove(earlier);
      told.remove(earlier);
    }
    fresh.put(number, notice);
  }

  /** The node has confirmed; a number that has been replaced means nothing. */
  void confirmed(long number) {
    Told done = told.remove(number);
    if (done != null) {
      byRoom.remove(done.notice.ref());
    }
  }

  boolean isEmpty() {
    return byRoom.isEmpty();
  }

  /** How many of those taken last are told for the first time. */
  int lastFresh() {
    return lastFresh;
  }

  /** What is to be told now, as much as one message takes; empty where nothing is. */
  List<Reminder> take(long now) {
    List<Reminder> due = new ArrayList<>();
    Iterator<Map.Entry<Long, Notice>> first = fresh.entrySet().iterator();
    while (first.hasNext() && due.size() < MOST) {
      Map.Entry<Long, Notice> next = first.next();
      due.add(new Reminder(next.getKey(), next.getValue()));
      first.remove();
    }
    lastFresh = due.size();
    Iterator<Map.Entry<Long, Told>> again = told.entrySet().iterator();
    while (again.hasNext() && due.size() < MOST) {
      Map.Entry<Long, Told> next = again.next();
      if (now - next.getValue().at < PATIENCE) {
        break;
      }
      due.add(new Reminder(next.getKey(), next.getValue().notice));
      again.remove();
    }
    due.forEach(reminder -> told.put(reminder.number(), new Told(reminder.notice(), now)));
    return due;
  }

  private record Told(Notice notice, long at) {}
}
