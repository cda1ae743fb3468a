package io.heddle.http.loop;

import io.heddle.http.socket.Batch;
import io.heddle.http.socket.Conversation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one loop that have something to write. Any thread puts sockets in; the loop takes
 * all of them out at once and writes what waits for each in one pass, so that a burst to a thousand
 * members costs one task of the loop and a write for each.
 *
 * <p>While many are written to, a pass begins with a yield. Where loops and actors share a core,
 * the publications that the loop has just read are then handed out first and leave in the same
 * writes. While few are, as in a storm of connects, a yield would only give the core to the
 * compiler.
 *
 * <p>It is a stack without locks (Treiber), linked through the sockets themselves: nothing is
 * allocated. Members of a room have mostly the same to write, so the bytes that were joined last
 * are kept until the end of the pass.
 */
final class Round implements Runnable {
  /** Sockets in the last pass from which on another one is worth to be waited for. */
  private static final int CROWD = 64;

  private final EventExecutor loop;
  private final AtomicReference<@Nullable ChannelWire> waiting = new AtomicReference<>();

  // Only the loop looks at these.
  private Batch next = new Batch();
  private Batch last = new Batch();
  private @Nullable ByteBuf joined;
  private int passed;

  Round(EventExecutor loop) {
    this.loop = loop;
  }

  /** Puts a socket in that is in no round; from any thread. */
  void add(ChannelWire wire) {
    ChannelWire head;
    do {
      head = waiting.get();
      wire.behind = head;
    } while (!waiting.compareAndSet(head, wire));
    if (head == null) {
      loop.execute(this);
    }
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // nothing but speed depends on the yield
  public void run() {
    if (passed >= CROWD) {
      Thread.yield();
    }
    passed = 0;
    try {
      for (ChannelWire wire = inOrder(); wire != null; ) {
        passed++;
        ChannelWire after = wire.behind;
        wire.behind = null;
        wire.turn();
        wire = after;
      }
    } finally {
      forget();
    }
  }

  private @Nullable ChannelWire inOrder() {
    ChannelWire first = null;
    for (ChannelWire wire = waiting.getAndSet(null); wire != null; ) {
      ChannelWire behind = wire.behind;
      wire.behind = first;
      first = wire;
      wire = behind;
    }
    return first;
  }

  /** What the conversation is to write next, to be released by the caller; null where nothing. */
  @Nullable ByteBuf take(Conversation conversation, ByteBufAllocator allocator) {
    conversation.take(next);
    if (next.isEmpty()) {
      return null;
    }
    if (joined == null || !next.equalTo(last)) {
      forget();
      ByteBuf bytes = allocator.directBuffer(next.size(), next.size());
      next.copyTo(bytes.internalNioBuffer(0, next.size()));
      joined = bytes.writerIndex(next.size());
      Batch spare = last;
      last = next;
      next = spare;
    } else {
      next.clear();
    }
    return joined.retainedDuplicate();
  }

  private void forget() {
    last.clear();
    if (joined != null) {
      joined.release();
      joined = null;
    }
  }
}
