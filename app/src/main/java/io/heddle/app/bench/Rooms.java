package io.heddle.app.bench;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** Members and publish numbers of the rooms, for all loops. Any thread. */
final class Rooms {
  private final AtomicIntegerArray members;
  private final AtomicIntegerArray published;

  Rooms(int count) {
    members = new AtomicIntegerArray(count);
    published = new AtomicIntegerArray(count);
  }

  int count() {
    return members.length();
  }

  void join(int room) {
    members.incrementAndGet(room);
  }

  void leave(int room) {
    members.decrementAndGet(room);
  }

  int members(int room) {
    return members.get(room);
  }

  /** Takes the room's next publish number. */
  int publish(int room) {
    return published.getAndIncrement(room);
  }

  /** How many publications the room has had so far: each member is to have them all. */
  int published(int room) {
    return published.get(room);
  }
}
