package io.heddle.app.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What comes in on a loop's connections: the handshake's answer, the answered subscribe, and then
 * deliveries. Frames are searched for a few markers, never parsed. One thread.
 */
final class Receiver {
  private static final int CAPACITY = ServerFrame.MAX_PAYLOAD + 64 * 1024;
  private static final byte[] SUBSCRIBED = ascii("\"type\":\"subscribed\"");
  private static final byte[] TYPE = ascii("\"type\":\"");
  private static final byte[] CODE = ascii("\"code\":\"");

  private final BenchOptions options;
  private final Upgrade upgrade;
  private final Payload payload;
  private final Course course;
  private final Rooms rooms;
  private final Tally tally;
  private final ServerFrame frame = new ServerFrame();
  private final ByteBuffer in = ByteBuffer.allocate(CAPACITY);
  private int delivered;

  Receiver(
      BenchOptions options,
      Upgrade upgrade,
      Payload payload,
      Course course,
      Rooms rooms,
      Tally tally) {
    this.options = options;
    this.upgrade = upgrade;
    this.payload = payload;
    this.course = course;
    this.rooms = rooms;
    this.tally = tally;
  }

  /** First deliveries since the last call. */
  int takeDelivered() {
    int taken = delivered;
    delivered = 0;
    return taken;
  }

  /** Takes what the socket has. A fault ends the connection. */
  void read(Connection connection) throws IOException, ProtocolFault {
    in.clear();
    int count = connection.read(in);
    long now = System.nanoTime();
    if (count < 0) {
      throw new ProtocolFault("closed by the server without a close frame");
    }
    if (course.measuring(now)) {
      tally.measuredBytes += count;
    }
    byte[] bytes = in.array();
    int until = in.position();
    int at = 0;
    if (connection.state == Connection.State.UPGRADING) {
      at = upgrade.answered(bytes, 0, until);
      if (at >= 0) {
        connection.state = Connection.State.SUBSCRIBING;
        String room = options.room(connection.room);
        send(
            connection,
            ServerFrame.TEXT,
            ascii("{\"type\":\"subscribe\",\"room\":\"" + room + "\"}"));
      }
    }
    while (at >= 0 && at < until && frame.read(bytes, at, until)) {
      frame(connection, bytes, now);
      at = frame.until();
    }
    if (at < until) {
      connection.keep(bytes, Math.max(0, at), until);
    }
  }

  private void frame(Connection connection, byte[] bytes, long now)
      throws IOException, ProtocolFault {
    int from = frame.from();
    int until = frame.until();
    switch (frame.opcode()) {
      case ServerFrame.TEXT -> {
        if (connection.state != Connection.State.READY) {
          subscribing(connection, bytes, from, until, now);
        } else if (payload.find(bytes, from, until)) {
          delivery(connection, now);
        } else {
          Tally.count(tally.events, event(bytes, from, until));
        }
      }
      case ServerFrame.PING -> {
        byte[] echo = new byte[until - from];
        System.arraycopy(bytes, from, echo, 0, echo.length);
        send(connection, ServerFrame.PONG, echo);
      }
      case ServerFrame.CLOSE -> throw new ProtocolFault(closeReason(bytes, from, until));
      default -> {}
    }
  }

  private void subscribing(Connection connection, byte[] bytes, int from, int until, long now)
      throws ProtocolFault {
    if (indexOf(bytes, from, until, SUBSCRIBED) >= 0) {
      connection.state = Connection.State.READY;
      rooms.join(connection.room);
      tally.ready++;
      tally.lastReady = Math.max(tally.lastReady, now);
      Tally.record(tally.timeToReady, now - connection.startedAt);
    } else {
      String event = event(bytes, from, until);
      if (event.startsWith("error")) {
        throw new ProtocolFault("subscribe refused: " + event);
      }
    }
  }

  private void delivery(Connection connection, long now) {
    int room = payload.room();
    int number = payload.number();
    if (room != connection.room || number < 0 || number >= rooms.published(room)) {
      tally.stray++;
    } else if (connection.arrivals.add(number)) {
      tally.distinct++;
      delivered++;
      long due = course.origin + payload.time();
      if (due >= course.measureFrom()) {
        Tally.record(tally.latency, now - due);
      }
    } else {
      tally.duplicates++;
    }
    if (course.measuring(now)) {
      tally.measuredDeliveries++;
    }
  }

  private static void send(Connection connection, int opcode, byte[] payload) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(ClientFrame.MAX_HEADER + payload.length);
    ClientFrame.write(out, opcode, payload, ThreadLocalRandom.current().nextInt());
    connection.send(out.flip());
  }

  private static String closeReason(byte[] bytes, int from, int until) {
    if (until - from < 2) {
      return "closed by the server";
    }
    int code = ((bytes[from] & 0xFF) << 8) | (bytes[from + 1] & 0xFF);
    String text = new String(bytes, from + 2, until - from - 2, StandardCharsets.UTF_8);
    return ("closed by the server: " + code + " " + text).strip();
  }

  /** The event's type, of an error with its code. */
  private static String event(byte[] bytes, int from, int until) {
    String type = text(bytes, from, until, TYPE);
    return type.equals("error") ? "error " + text(bytes, from, until, CODE) : type;
  }

  private static String text(byte[] bytes, int from, int until, byte[] marker) {
    int found = indexOf(bytes, from, until, marker);
    if (found < 0) {
      return "unknown";
    }
    int start = found + marker.length;
    int end = start;
    while (end < until && end - start < 64 && bytes[end] != '"') {
      end++;
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  private static int indexOf(byte[] bytes, int from, int until, byte[] marker) {
    for (int i = from; i + marker.length <= until; i++) {
      int k = 0;
      while (k < marker.length && bytes[i + k] == marker[k]) {
        k++;
      }
      if (k == marker.length) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
