package io.heddle.app.check;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Publishes one message after the other at an even pace, each until it is acknowledged, so that its
 * messages of one room are in order. Runs on a thread of its own.
 */
final class Publisher implements Runnable {
  /** After which a message is given up; it may be there or not. */
  private static final Duration GIVE_UP = Duration.ofSeconds(90);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final int id;
  private final Way way;
  private final List<String> rooms;
  private final Duration every;
  private final Ledger ledger;
  private volatile boolean stopped;

  /**
   * @param every between two messages; one that takes longer delays those behind it
   */
  Publisher(int id, Way way, List<String> rooms, Duration every, Ledger ledger) {
    this.id = id;
    this.way = way;
    this.rooms = List.copyOf(rooms);
    this.every = every;
    this.ledger = ledger;
  }

  @Override
  public void run() {
    try (way) {
      long due = System.nanoTime();
      for (int i = 0; !stopped; i++) {
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        due += every.toNanos();
        publish(rooms.get(i % rooms.size()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it when what is under way has been acknowledged or given up. */
  void stop() {
    stopped = true;
  }

  private void publish(String room) throws InterruptedException {
    long begin = System.nanoTime();
    Message message = new Message(ledger.next(), id, begin);
    while (System.nanoTime() - begin < GIVE_UP.toNanos()) {
      try {
        way.publish(room, message);
        ledger.acknowledged(room, message.number(), way.name());
        return;
      } catch (IOException _) {
        ledger.repeated();
        Thread.sleep(PAUSE);
      }
    }
  }
}
