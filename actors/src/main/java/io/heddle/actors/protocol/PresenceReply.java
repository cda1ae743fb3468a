package io.heddle.actors.protocol;

import java.util.List;
import java.util.Optional;

/** What a room answers to whoever asks who is there. */
public sealed interface PresenceReply {
  /**
   * Who is there, on all nodes.
   *
   * @param clientCount connections in the room
   * @param users by their ids; empty where there are too many to name
   */
  record Present(int clientCount, Optional<List<Attendee>> users) implements PresenceReply {}

  /**
   * It cannot be told: {@code NOT_AVAILABLE} where the room's policy keeps no presence, {@code
   * UNAVAILABLE} where the room did not answer.
   */
  record Untold(ErrorCode code) implements PresenceReply {}
}
