package io.heddle.actors.room;

import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Frames of publications that many members are sent again: encoded once for each dialect, and the
 * same bytes wait in every outbox. Bounded in bytes. Part of the local room's actor.
 */
final class SharedFrames {
  private static final int MOST_BYTES = 256 * 1024;

  private final Map<Key, Frame> frames = new LinkedHashMap<>();
  private int bytes;

  /** The frame of a publication. */
  Frame of(Publication publication, Encoder encoder) {
    Key key = new Key(encoder, publication.position());
    Frame known = frames.get(key);
    if (known != null) {
      return known;
    }
    Frame frame = encoder.encode(new Event.Published(publication));
    frames.put(key, frame);
    bytes += frame.size();
    Iterator<Frame> oldest = frames.values().iterator();
    while (bytes > MOST_BYTES) {
      bytes -= oldest.next().size();
      oldest.remove();
    }
    return frame;
  }

  boolean isEmpty() {
    return frames.isEmpty();
  }

  void clear() {
    frames.clear();
    bytes = 0;
  }

  private record Key(Encoder encoder, Position position) {}
}
