package io.heddle.http.socket;

import io.heddle.actors.protocol.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames that leave in one write. Is filled and emptied over and over, by one thread at a time.
 *
 * <p>Frames are shared by all members of a room, so that two connections often have the same frames
 * to write: who compares batches joins their bytes once.
 */
public final class Batch {
  /** Frames are joined up to this many bytes, as long as more copying costs less than a write. */
  private static final int JOIN = 32 * 1024;

  private @Nullable Frame[] frames = new Frame[4];
  private int count;
  private int bytes;

  /**
   * Adds a frame, or answers false where it belongs to the next write. The first one always fits.
   */
  boolean add(Frame frame) {
    if (count > 0 && bytes + frame.size() > JOIN) {
      return false;
    }
    if (count == frames.length) {
      frames = Arrays.copyOf(frames, count * 2);
    }
    frames[count++] = frame;
    bytes += frame.size();
    return true;
  }

  /** Length of all frames, in bytes. */
  public int size() {
    return bytes;
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** Whether {@code other} holds the very same frames in the same order. */
  public boolean equalTo(Batch other) {
    if (count != other.count) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (frames[i] != other.frames[i]) {
        return false;
      }
    }
    return true;
  }

  /** Puts the bytes into a buffer that has room for {@link #size} of them. */
  public void copyTo(ByteBuffer buffer) {
    for (int i = 0; i < count; i++) {
      buffer.put(at(i).bytes());
    }
  }

  /** The bytes, to be read only: one frame's array is the frame's own. */
  byte[] bytes() {
    if (count == 1) {
      return at(0).bytes();
    }
    byte[] joined = new byte[bytes];
    copyTo(ByteBuffer.wrap(joined));
    return joined;
  }

  /** Forgets the frames. */
  public void clear() {
    Arrays.fill(frames, 0, count, null);
    count = 0;
    bytes = 0;
  }

  private Frame at(int position) {
    Frame frame = frames[position];
    if (frame == null) {
      throw new IllegalStateException("no frame at " + position);
    }
    return frame;
  }
}
