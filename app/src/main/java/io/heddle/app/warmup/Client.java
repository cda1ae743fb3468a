package io.heddle.app.warmup;

import io.heddle.app.bench.ClientFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/** A WebSocket client that looks for words in what comes, and no closer. One thread. */
final class Client implements AutoCloseable {
  private static final int MASK = 0x5A17C3E9;
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final byte[] NORMAL = {0x03, (byte) 0xE8};

  private final Socket socket;
  private final LongSupplier left;
  private final byte[] chunk = new byte[16 * 1024];
  private String heard = "";

  private Client(Socket socket, LongSupplier left) {
    this.socket = socket;
    this.left = left;
  }

  /** Connects to a port of this machine. */
  static Client dial(int port, LongSupplier left) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), remaining(left));
      return new Client(socket, left);
    } catch (IOException fault) {
      socket.close();
      throw fault;
    }
  }

  /** Asks for a WebSocket. */
  void upgrade(String token) throws IOException {
    String head =
        "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                .formatted(PrivateNode.PATH)
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Authorization: Bearer %s\r\n\r\n".formatted(token);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
  }

  void send(String text) throws IOException {
    frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  void sendClose() throws IOException {
    frame(CLOSE, NORMAL);
  }

  private void frame(int opcode, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + ClientFrame.MAX_HEADER);
    ClientFrame.write(frame, opcode, payload, MASK);
    socket.getOutputStream().write(frame.array(), 0, frame.position());
  }

  /** Reads until these words have come. */
  void await(String words) throws IOException {
    int at = heard.indexOf(words);
    while (at < 0) {
      int length = read();
      if (length < 0) {
        throw new IOException("the connection ended before " + words + ", after " + heard);
      }
      heard += new String(chunk, 0, length, StandardCharsets.ISO_8859_1);
      at = heard.indexOf(words);
    }
    heard = heard.substring(at + words.length());
  }

  /** Reads until the node has ended the connection. */
  void awaitEnd() throws IOException {
    int length = read();
    while (length >= 0) {
      length = read();
    }
  }

  private int read() throws IOException {
    socket.setSoTimeout(remaining(left));
    return socket.getInputStream().read(chunk);
  }

  private static int remaining(LongSupplier left) throws SocketTimeoutException {
    long millis = left.getAsLong();
    if (millis <= 0) {
      throw new SocketTimeoutException();
    }
    return Math.toIntExact(millis);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      return;
    }
  }
}
