package io.heddle.actors.protocol;

/**
 * Turns events into frames of one dialect. Implementations are stateless and may be called by any
 * thread; equal encoders are the same object, since a room encodes once for each distinct one.
 *
 * <p>Actors that many share call it, so that what it throws harms more than who speaks the dialect:
 * a fault is answered as {@link Frame#fault}.
 */
public interface Encoder {
  /** The frame that carries {@code event}. */
  Frame encode(Event event);
}
