package io.heddle.testkit;

import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands for a dialect: a frame holds no words but numbers, under which the event is kept as it was
 * said. One encoder for all clients of a kit, for as long as the kit.
 */
final class EventLog implements Encoder {
  private final List<Received> events = new ArrayList<>();

  @Override
  public synchronized Frame encode(Event event) {
    events.add(Words.of(event));
    return new Frame(ByteBuffer.allocate(Integer.BYTES).putInt(events.size() - 1).array());
  }

  /** The events of a frame: rooms join several. */
  synchronized List<Received> decode(Frame frame) {
    ByteBuffer numbers = ByteBuffer.wrap(frame.bytes());
    List<Received> decoded = new ArrayList<>();
    while (numbers.hasRemaining()) {
      decoded.add(events.get(numbers.getInt()));
    }
    return decoded;
  }
}
