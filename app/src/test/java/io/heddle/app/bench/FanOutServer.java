package io.heddle.app.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tiny server of the wire protocol, a thread a connection, that can be told to misbehave. */
final class FanOutServer implements AutoCloseable {
  enum Mode {
    FAITHFUL,
    DROPS_THE_TENTH,
    REPEATS_THE_TENTH,
    SWAPS_ROOMS_AT_THE_TENTH,
    HANGS_UP_AT_THE_TENTH,
    ANSWERS_401,
    ANSWERS_NOTHING,
    REFUSES_SUBSCRIBES,
    FRAGMENTS,
    LIMITS
  }

  private static final Pattern ROOM = Pattern.compile("\"room\":\"([^\"]+)\"");
  private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)");
  private static final Pattern BEARER = Pattern.compile("Authorization: Bearer (\\S+)");

  final Set<String> tokens = ConcurrentHashMap.newKeySet();
  final AtomicInteger pongs = new AtomicInteger();
  final AtomicInteger closes = new AtomicInteger();
  final AtomicInteger published = new AtomicInteger();
  private final Mode mode;
  private final ServerSocket listener;
  private final Map<String, List<Socket>> rooms = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  FanOutServer(Mode mode) throws IOException {
    this.mode = mode;
    this.listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "ws://127.0.0.1:" + listener.getLocalPort() + "/ws";
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      String head = head(in);
      Matcher bearer = BEARER.matcher(head);
      if (bearer.find()) {
        tokens.add(bearer.group(1));
      }
      switch (mode) {
        case ANSWERS_NOTHING -> in.readAllBytes();
        case ANSWERS_401 -> send(socket, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
        default -> {
          upgrade(socket, head);
          while (frame(socket, in)) {}
        }
      }
    } catch (IOException _) {
      // The client has gone.
    } finally {
      open.remove(socket);
      rooms.values().forEach(members -> members.remove(socket));
    }
  }

  private static void upgrade(Socket socket, String head) throws IOException {
    Matcher key = KEY.matcher(head);
    if (!key.find()) {
      throw new EOFException("no key");
    }
    send(
        socket,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Protocol: heddle.v1\r\nSec-WebSocket-Accept: "
            + Upgrade.accept(key.group(1))
            + "\r\n\r\n");
    send(socket, 0x81, "{\"type\":\"connected\",\"data\":{}}");
    send(socket, 0x89, "are you there");
  }

  private boolean frame(Socket socket, DataInputStream in) throws IOException {
    int opcode = in.readUnsignedByte() & 0xF;
    int length = in.readUnsignedByte() & 0x7F;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = (int) in.readLong();
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    String text = new String(payload, StandardCharsets.UTF_8);
    switch (opcode) {
      case 0x8 -> closes.incrementAndGet();
      case 0xA -> pongs.addAndGet(text.equals("are you there") ? 1 : 0);
      default -> text(socket, text);
    }
    return opcode != 0x8;
  }

  private void text(Socket socket, String text) throws IOException {
    Matcher matcher = ROOM.matcher(text);
    if (!matcher.find()) {
      throw new EOFException("no room in " + text);
    }
    String room = matcher.group(1);
    List<Socket> members = rooms.computeIfAbsent(room, _ -> new CopyOnWriteArrayList<>());
    if (text.startsWith("{\"type\":\"subscribe\"")) {
      if (mode == Mode.REFUSES_SUBSCRIBES) {
        send(socket, 0x81, "{\"type\":\"error\",\"code\":\"room_full\"}");
      } else {
        members.add(socket);
        send(socket, 0x81, "{\"type\":\"subscribed\",\"room\":\"" + room + "\"}");
      }
    } else {
      publish(socket, room, members, text.substring(text.indexOf("\"data\":")));
    }
  }

  private void publish(Socket from, String room, List<Socket> members, String data)
      throws IOException {
    boolean tenth = published.incrementAndGet() == 10;
    if (mode == Mode.LIMITS) {
      send(from, 0x81, "{\"type\":\"error\",\"code\":\"rate_limited\"}");
      return;
    }
    if (tenth && mode == Mode.HANGS_UP_AT_THE_TENTH) {
      send(from, new byte[] {(byte) 0x88, 6, 0x11, 0x38, 's', 'l', 'o', 'w'});
      return;
    }
    String message = "{\"type\":\"message\",\"room\":\"" + room + "\"," + data;
    for (Socket member : members) {
      boolean first = member.equals(members.getFirst());
      if (tenth && first && mode == Mode.DROPS_THE_TENTH) {
        continue;
      }
      if (tenth && first && mode == Mode.SWAPS_ROOMS_AT_THE_TENTH) {
        message(others(room), message);
        continue;
      }
      message(member, message);
      if (tenth && first && mode == Mode.REPEATS_THE_TENTH) {
        message(member, message);
      }
    }
  }

  private Socket others(String room) {
    return rooms.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(room))
        .map(entry -> entry.getValue().getFirst())
        .findFirst()
        .orElseThrow();
  }

  private void message(Socket to, String message) {
    try {
      send(to, mode == Mode.FRAGMENTS ? 0x01 : 0x81, message);
    } catch (IOException _) {
      // Its own thread cleans up.
    }
  }

  private static void send(Socket socket, int first, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 4).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else {
      frame.put((byte) 126).putShort((short) payload.length);
    }
    frame.put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    send(socket, bytes);
  }

  private static void send(Socket socket, String text) throws IOException {
    send(socket, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void send(Socket socket, byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    synchronized (socket) {
      out.write(bytes);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("no head");
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
