package io.heddle.actors.testing;

import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.RoomReply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A member whose socket takes a frame when the test says so. Its outbox is bounded as a real one
 * is; of what was taken only the offsets are kept.
 */
public final class SlowLink implements Member {
  private final ClientId clientId = ClientId.random();
  private final long limit;
  private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
  private final List<Runnable> drains = new ArrayList<>();
  private final List<Long> offsets = new ArrayList<>();
  private long bytes;
  private long most;

  /** An outbox of so many bytes. */
  public SlowLink(long limit) {
    this.limit = limit;
  }

  @Override
  public ClientId clientId() {
    return clientId;
  }

  @Override
  public Optional<String> userId() {
    return Optional.of("slow");
  }

  @Override
  public Encoder encoder() {
    return TextEncoder.SHARED;
  }

  @Override
  public synchronized void offer(Frame frame) {
    waiting.add(frame);
    bytes += frame.size();
    most = Math.max(most, bytes);
  }

  @Override
  public synchronized boolean offerIfRoom(Frame frame) {
    boolean fits = waiting.isEmpty() || bytes + frame.size() <= limit / 2;
    if (fits) {
      offer(frame);
    }
    return fits;
  }

  @Override
  public void whenDrained(Runnable then) {
    synchronized (this) {
      if (!waiting.isEmpty()) {
        drains.add(then);
        return;
      }
    }
    then.run();
  }

  /** The socket takes the next frame; false where there is none. */
  public boolean takeOne() {
    List<Runnable> due = List.of();
    synchronized (this) {
      Frame frame = waiting.poll();
      if (frame == null) {
        return false;
      }
      bytes -= frame.size();
      String head =
          new String(frame.bytes(), 0, Math.min(40, frame.size()), StandardCharsets.UTF_8);
      if (!head.startsWith("subscribed")) {
        offsets.add(Long.valueOf(head.split(" ", 3)[1]));
      }
      if (waiting.isEmpty()) {
        due = List.copyOf(drains);
        drains.clear();
      }
    }
    due.forEach(Runnable::run);
    return true;
  }

  /** Of what has been taken, in order. */
  public synchronized List<Long> offsets() {
    return List.copyOf(offsets);
  }

  /** The most bytes that have waited at one time. */
  public synchronized long most() {
    return most;
  }

  @Override
  public void notify(RoomReply reply) {}

  @Override
  public void close(CloseCode code, String reason) {
    throw new IllegalStateException("closed with " + code);
  }
}
