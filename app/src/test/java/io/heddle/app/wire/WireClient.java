package io.heddle.app.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A WebSocket client over a plain socket, for what a well-behaved one cannot do: it sends any
 * bytes, reads only when told to, and shows each frame and close code as it came. One thread.
 */
public final class WireClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private boolean answersPings = true;

  private WireClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 65536));
    this.out = socket.getOutputStream();
  }

  /** What the server sent. */
  public sealed interface Received {}

  /** A text message. */
  public record Text(String text) implements Received {}

  /** A text message that came compressed, in so many bytes of payload. */
  public record Compressed(String text, int bytes) implements Received {}

  /** A ping, its bytes as Latin-1; it has been answered if the client answers pings. */
  public record Ping(String payload) implements Received {}

  /** A pong, its bytes as Latin-1. */
  public record Pong(String payload) implements Received {}

  /** A close frame; 1005 where it has no code. */
  public record Closed(int code, String reason) implements Received {}

  /** The connection ended without a close frame, or after it. */
  public record Ended() implements Received {}

  /** The head of an HTTP answer, with its body if it is no upgrade. */
  public record Answer(int status, Map<String, String> headers, String body) {}

  /** A connection to a port of this machine, without a word said. */
  public static WireClient dial(int port) {
    return dial(port, 0);
  }

  /** The same with a receive buffer of so many bytes, 0 for the system's choice. */
  public static WireClient dial(int port, int receiveBuffer) {
    try {
      Socket socket = new Socket();
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      return new WireClient(socket);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** An open WebSocket; headers are whole lines. */
  public static WireClient open(int port, String path, String... headers) {
    WireClient client = dial(port);
    Answer answer = client.upgrade(path, headers);
    if (answer.status() != 101) {
      client.close();
      throw new AssertionError("no upgrade: " + answer);
    }
    return client;
  }

  /** The bytes of an upgrade request. */
  public static byte[] upgradeRequest(String path, String... headers) {
    StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    head.append("Upgrade: websocket\r\nConnection: Upgrade\r\n");
    head.append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Asks for a WebSocket and reads the answer. */
  public Answer upgrade(String path, String... headers) {
    raw(upgradeRequest(path, headers));
    return answer();
  }

  /** Reads the head of an answer, and its body by its Content-Length. */
  public Answer answer() {
    try {
      String[] status = line().split(" ", 3);
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
      int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      return new Answer(Integer.parseInt(status[1]), headers, body);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** From now on pings are read and not answered. */
  public WireClient withoutPongs() {
    answersPings = false;
    return this;
  }

  /** Sends a text message in one frame. */
  public WireClient send(String text) {
    return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a close frame. */
  public WireClient sendClose(int code) {
    return frame(0x88, new byte[] {(byte) (code >> 8), (byte) code});
  }

  /** Sends a masked frame whose first byte is this. */
  public WireClient frame(int first, byte[] payload) {
    return raw(masked(first, payload));
  }

  /** The bytes of a masked frame. */
  public static byte[] masked(int first, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
    head(frame, first, 0x80, payload.length);
    frame.writeBytes(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ MASK[i & 3]);
    }
    return frame.toByteArray();
  }

  /** The bytes of a frame as only servers may send it. */
  public static byte[] unmasked(int first, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 10);
    head(frame, first, 0, payload.length);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  private static void head(ByteArrayOutputStream frame, int first, int mask, int length) {
    frame.write(first);
    if (length < 126) {
      frame.write(mask | length);
    } else if (length < 65536) {
      frame.write(mask | 126);
      frame.write(length >> 8);
      frame.write(length);
    } else {
      frame.write(mask | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) length >> shift));
      }
    }
  }

  /** Sends bytes as they are. */
  public WireClient raw(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
      return this;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** Sends as many of these bytes as the server reads before it cuts the connection. */
  public WireClient rawAsFarAsPossible(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException _) {
      return this;
    }
    return this;
  }

  /** The next text message; anything but that and pings is a failure. */
  public String text() {
    Received next = next();
    if (next instanceof Text(var text)) {
      return text;
    }
    throw new AssertionError("not a text: " + next);
  }

  /** The next close frame; whatever comes before it is passed over. */
  public Closed closed() {
    while (true) {
      Received next = next();
      if (next instanceof Closed closed) {
        return closed;
      }
      if (next instanceof Ended) {
        throw new AssertionError("ended without a close frame");
      }
    }
  }

  /** Reads until the connection ends. */
  public void ended() {
    Received next = next();
    while (!(next instanceof Ended)) {
      next = next();
    }
  }

  /** The next frame, pings only where they are not answered. */
  public Received next() {
    try {
      while (true) {
        Received received = read();
        if (!(received instanceof Ping(var payload) && answersPings)) {
          return received;
        }
        frame(0x8A, payload.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (EOFException | SocketException _) {
      return new Ended();
    } catch (SocketTimeoutException fault) {
      throw new AssertionError("nothing came in " + PATIENCE, fault);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private Received read() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    long length = second & 0x7F;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = in.readNBytes(Math.toIntExact(length));
    if (payload.length < length) {
      throw new EOFException();
    }
    return switch (first) {
      case 0x81 -> new Text(new String(payload, StandardCharsets.UTF_8));
      case 0xC1 -> new Compressed(inflated(payload), payload.length);
      case 0x88 -> close(payload);
      case 0x89 -> new Ping(new String(payload, StandardCharsets.ISO_8859_1));
      case 0x8A -> new Pong(new String(payload, StandardCharsets.ISO_8859_1));
      default -> throw new AssertionError("a frame that begins with " + first);
    };
  }

  /** A message compressed by itself, behind which the sender left out an empty block. */
  private static String inflated(byte[] payload) throws IOException {
    byte[] whole = Arrays.copyOf(payload, payload.length + 4);
    whole[whole.length - 2] = (byte) 0xFF;
    whole[whole.length - 1] = (byte) 0xFF;
    byte[] text = new byte[1 << 20];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(whole);
      int length = inflater.inflate(text);
      return new String(text, 0, length, StandardCharsets.UTF_8);
    } catch (DataFormatException fault) {
      throw new IOException(fault);
    } finally {
      inflater.end();
    }
  }

  private static Closed close(byte[] payload) {
    return payload.length < 2
        ? new Closed(1005, "")
        : new Closed(
            ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF),
            new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
  }

  /** Ends this side; the other may still be read. */
  public WireClient halfClose() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** Ends the connection by a reset, as a crashed peer would. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
