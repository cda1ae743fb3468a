package io.heddle.actors.protocol;

/**
 * Turns events into frames of one dialect. Implementations are stateless and may be called by any
 * thread; equal encoders are the same object, since a room encodes once for each distinct one.
 */
public interface Encoder {
  /** The frame that carries {@code event}. */
  Frame encode(Event event);
}
