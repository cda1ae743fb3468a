package io.heddle.app.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One client. It has no buffers of its own but for what a read or write left over, so that tens of
 * thousands fit a small heap. One thread, its loop's.
 */
final class Connection {
  /** Publishing stops on a socket that has this much unsent. */
  static final int MAX_UNSENT = 256 * 1024;

  enum State {
    NEW,
    CONNECTING,
    UPGRADING,
    SUBSCRIBING,
    READY,
    GONE
  }

  final int index;
  final int room;
  final Arrivals arrivals = new Arrivals();
  State state = State.NEW;
  long startedAt;

  /** How many publications it should have: known at its loss, else at the end. */
  int owed = -1;

  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private byte @Nullable [] leftover;
  private @Nullable ByteBuffer unsent;

  Connection(int index, int room) {
    this.index = index;
    this.room = room;
  }

  void attach(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
  }

  boolean live() {
    return state != State.NEW && state != State.GONE;
  }

  boolean mayPublish() {
    return state == State.READY && (unsent == null || unsent.remaining() < MAX_UNSENT);
  }

  /** Completes the connect; false when it has to be waited for. */
  boolean connected() throws IOException {
    boolean done = channel != null && channel.finishConnect();
    if (done && key != null) {
      key.interestOps(SelectionKey.OP_READ);
    }
    return done;
  }

  /** Appends what was left over and what has come to {@code in}; -1 at the end of the stream. */
  int read(ByteBuffer in) throws IOException {
    if (leftover != null) {
      in.put(leftover);
      leftover = null;
    }
    return channel == null ? -1 : channel.read(in);
  }

  /** Keeps an incomplete frame for the next read. */
  void keep(byte[] bytes, int from, int until) {
    leftover = Arrays.copyOfRange(bytes, from, until);
  }

  /** Writes {@code bytes}, keeping what the socket doesn't take; returns what it took. */
  int send(ByteBuffer bytes) throws IOException {
    int taken = unsent == null && channel != null ? channel.write(bytes) : 0;
    if (bytes.hasRemaining()) {
      int before = unsent == null ? 0 : unsent.remaining();
      ByteBuffer all = ByteBuffer.allocate(before + bytes.remaining());
      if (unsent != null) {
        all.put(unsent);
      }
      unsent = all.put(bytes).flip();
      wantWrite(true);
    }
    return taken;
  }

  /** Goes on writing; returns what the socket took. */
  int flush() throws IOException {
    if (unsent == null || channel == null) {
      return 0;
    }
    int taken = channel.write(unsent);
    if (!unsent.hasRemaining()) {
      unsent = null;
      wantWrite(false);
    }
    return taken;
  }

  void close() {
    state = State.GONE;
    leftover = null;
    unsent = null;
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException _) {
        // Its end is what was wanted; there is nothing to be saved.
      }
    }
    channel = null;
    key = null;
  }

  private void wantWrite(boolean wanted) {
    if (key != null) {
      key.interestOps(SelectionKey.OP_READ | (wanted ? SelectionKey.OP_WRITE : 0));
    }
  }
}
