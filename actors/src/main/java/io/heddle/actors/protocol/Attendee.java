package io.heddle.actors.protocol;

import java.util.Optional;

/**
 * A user in a room, on one node or on all.
 *
 * @param connections how many of the user's are in; 0 where the user has gone
 * @param state the newest that one of those connections has told
 */
public record Attendee(String userId, int connections, Optional<MemberState> state) {
  /** How much there is to send: characters of the id and bytes of the state. */
  public int size() {
    return userId.length() + state.map(it -> it.data().size()).orElse(0);
  }

  /** The same user, here and elsewhere. */
  public Attendee and(Attendee elsewhere) {
    boolean newer =
        elsewhere.since() > since() || (elsewhere.since() == since() && state.isEmpty());
    return new Attendee(
        userId, connections + elsewhere.connections, newer ? elsewhere.state : state);
  }

  private long since() {
    return state.map(MemberState::since).orElse(Long.MIN_VALUE);
  }
}
