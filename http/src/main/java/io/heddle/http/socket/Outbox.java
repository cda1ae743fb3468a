package io.heddle.http.socket;

import io.heddle.actors.protocol.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one socket: frames that any thread offers and the socket's stage takes, joined
 * into as few writes as possible. Bounded in bytes. Thread-safe; no call blocks for longer than it
 * takes to copy what is taken.
 *
 * <p>Whoever offers to an outbox that was empty is told to wake the stage, and nobody else until
 * the stage has found it empty again: a burst costs one wake-up.
 */
final class Outbox {
  /** Slots above this many are given back once the burst that needed them is over. */
  private static final int KEPT_SLOTS = 16;

  private final int limit;
  private @Nullable Frame[] frames = new Frame[2];
  private int first;
  private int count;
  private int bytes;
  private int corkedFrom = -1;
  private boolean woken;
  private State state = State.OPEN;
  private long taken;

  /** How many frames have been in before those that are in now. */
  private long gone;

  /** Who waits for frames to leave, in the order of those frames. */
  private List<Mark> marks = List.of();

  /** An outbox that is empty; one frame always fits, further ones up to {@code limit} bytes. */
  Outbox(int limit) {
    this.limit = limit;
  }

  /** What became of an offer. */
  enum Offer {
    /** It is in, and the stage knows. */
    TAKEN,
    /** It is in; the caller wakes the stage. */
    WAKE,
    /** It is not in: the limit is reached. */
    FULL,
    /** It is not in: nothing may follow a close frame. */
    CLOSED
  }

  /** {@code then} runs when so many frames have left. */
  private record Mark(long at, Runnable then) {}

  private enum State {
    OPEN,
    CLOSING,
    DONE
  }

  synchronized Offer offer(Frame frame) {
    if (state != State.OPEN) {
      return Offer.CLOSED;
    }
    if (count > 0 && bytes + frame.size() > limit) {
      return Offer.FULL;
    }
    append(frame);
    return wake();
  }

  /** The same, but {@code FULL} also where more than half of the limit would wait. */
  synchronized Offer offerIfRoom(Frame frame) {
    if (state == State.OPEN && count > 0 && bytes + frame.size() > limit / 2) {
      return Offer.FULL;
    }
    return offer(frame);
  }

  /** Runs {@code then} when what is in now has been taken; never where a close comes first. */
  void whenDrained(Runnable then) {
    synchronized (this) {
      if (state != State.OPEN) {
        return;
      }
      if (count > 0) {
        marks = marks.isEmpty() ? new ArrayList<>(1) : marks;
        marks.add(new Mark(gone + count, then));
        return;
      }
    }
    then.run();
  }

  /** From now on frames wait behind those that are in, until {@link #uncork}. */
  synchronized void cork() {
    corkedFrom = count;
  }

  /** Puts {@code frame} before what was held back, and lets everything go. */
  synchronized Offer uncork(Frame frame) {
    if (state != State.OPEN) {
      return Offer.CLOSED;
    }
    int at = corkedFrom < 0 ? count : corkedFrom;
    corkedFrom = -1;
    append(frame);
    for (int i = count - 1; i > at; i--) {
      frames[slot(i)] = frames[slot(i - 1)];
    }
    frames[slot(at)] = frame;
    long moved = gone + at;
    if (!marks.isEmpty()) {
      marks.replaceAll(mark -> mark.at > moved ? new Mark(mark.at + 1, mark.then) : mark);
    }
    return wake();
  }

  /**
   * Puts the last frame in; what is held back goes before it.
   *
   * @param discard whether what waits is dropped, since its reader is too slow for it
   * @return {@code CLOSED} where a close was in already
   */
  synchronized Offer close(Frame last, boolean discard) {
    if (state != State.OPEN) {
      return Offer.CLOSED;
    }
    if (discard) {
      clear();
    }
    corkedFrom = -1;
    marks = List.of();
    append(last);
    state = State.CLOSING;
    return wake();
  }

  /**
   * Puts what is to be written next into an empty batch; nothing where nothing may go. Runs those
   * who waited for that.
   */
  void take(Batch next) {
    List<Mark> due;
    synchronized (this) {
      fill(next);
      due = due();
    }
    due.forEach(mark -> mark.then.run());
  }

  private void fill(Batch next) {
    int ready = corkedFrom < 0 ? count : corkedFrom;
    if (ready == 0) {
      woken = false;
      return;
    }
    int joined = 0;
    while (joined < ready && next.add(at(joined))) {
      joined++;
    }
    drop(joined, next.size());
    taken++;
    if (state == State.CLOSING && count == 0) {
      state = State.DONE;
    }
  }

  private List<Mark> due() {
    if (marks.isEmpty() || marks.getFirst().at > gone) {
      return List.of();
    }
    int due = 0;
    while (due < marks.size() && marks.get(due).at <= gone) {
      due++;
    }
    List<Mark> taken = List.copyOf(marks.subList(0, due));
    marks = due == marks.size() ? List.of() : new ArrayList<>(marks.subList(due, marks.size()));
    return taken;
  }

  /** Whether the close frame has been taken. */
  synchronized boolean isDone() {
    return state == State.DONE;
  }

  /** Bytes that wait. */
  synchronized int bytes() {
    return bytes;
  }

  /** A number that changes whenever the socket has taken something. */
  synchronized long progress() {
    return taken;
  }

  /** The socket is gone: forget everything. */
  synchronized void abandon() {
    clear();
    state = State.DONE;
  }

  private Offer wake() {
    if (woken) {
      return Offer.TAKEN;
    }
    woken = true;
    return Offer.WAKE;
  }

  private void append(Frame frame) {
    if (count == frames.length) {
      @Nullable Frame[] larger = new Frame[count * 2];
      for (int i = 0; i < count; i++) {
        larger[i] = frames[slot(i)];
      }
      frames = larger;
      first = 0;
    }
    frames[slot(count)] = frame;
    count++;
    bytes += frame.size();
  }

  private void drop(int dropped, int length) {
    for (int i = 0; i < dropped; i++) {
      frames[slot(i)] = null;
    }
    first = slot(dropped);
    count -= dropped;
    gone += dropped;
    bytes -= length;
    if (corkedFrom >= 0) {
      corkedFrom -= dropped;
    }
    if (count == 0 && frames.length > KEPT_SLOTS) {
      frames = new Frame[2];
      first = 0;
    }
  }

  private void clear() {
    Arrays.fill(frames, null);
    marks = List.of();
    gone += count;
    count = 0;
    bytes = 0;
    corkedFrom = -1;
  }

  private Frame at(int position) {
    Frame frame = frames[slot(position)];
    if (frame == null) {
      throw new IllegalStateException("no frame at " + position);
    }
    return frame;
  }

  /** The array's length is a power of two. */
  private int slot(int position) {
    return (first + position) & (frames.length - 1);
  }
}
