package io.heddle.app.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/** Publishes on a loop's publishing connections, in turn. One thread. */
final class Publisher {
  /** Publishes in one go, after which the loop reads: sending must not starve receiving. */
  private static final int BURST = 256;

  private final BenchOptions options;
  private final List<Connection> connections;
  private final Schedule schedule;
  private final Payload payload;
  private final Course course;
  private final Rooms rooms;
  private final Tally tally;
  private final SplittableRandom masks = new SplittableRandom();
  private final ByteBuffer out;
  private int turn;

  /** {@code connections}: those of the loop that publish, ready ones only. */
  Publisher(
      BenchOptions options,
      List<Connection> connections,
      Schedule schedule,
      Payload payload,
      Course course,
      Rooms rooms,
      Tally tally) {
    this.options = options;
    this.connections = connections;
    this.schedule = schedule;
    this.payload = payload;
    this.course = course;
    this.rooms = rooms;
    this.tally = tally;
    this.out = ByteBuffer.allocate(payload.size() + 512);
  }

  /** Sends what is due; {@code drop} hears of sockets that broke. True when more is due already. */
  boolean step(BiConsumer<Connection, Exception> drop) {
    for (int sent = 0; sent < BURST; sent++) {
      int chosen = writable();
      if (chosen < 0) {
        return false;
      }
      Connection connection = connections.get(chosen);
      int members = rooms.members(connection.room);
      long now = System.nanoTime();
      long due = schedule.claim(now, members);
      if (due == Schedule.NOT_NOW) {
        return false;
      }
      turn = chosen + 1;
      tally.publishes++;
      tally.expected += members;
      if (due >= course.measureFrom()) {
        Tally.record(tally.sendLag, now - due);
      }
      try {
        send(connection, due);
      } catch (IOException e) {
        drop.accept(connection, e);
      }
    }
    return true;
  }

  /** To be called once, when publishing has ended. */
  void end(long now) {
    tally.behind += schedule.behind(now);
  }

  private void send(Connection connection, long due) throws IOException {
    byte[] before =
        ("{\"type\":\"publish\",\"room\":\"" + options.room(connection.room) + "\",\"data\":")
            .getBytes(StandardCharsets.US_ASCII);
    int mask = masks.nextInt();
    out.clear();
    ClientFrame.begin(out, ServerFrame.TEXT, before.length + payload.size() + 1, mask);
    int from = out.position();
    out.put(before);
    payload.write(out, due - course.origin, rooms.publish(connection.room), connection.room);
    out.put((byte) '}');
    ClientFrame.mask(out, from, mask);
    connection.send(out.flip());
  }

  private int writable() {
    int count = connections.size();
    for (int i = 0; i < count; i++) {
      int candidate = (turn + i) % count;
      if (connections.get(candidate).mayPublish()) {
        return candidate;
      }
    }
    return -1;
  }
}
