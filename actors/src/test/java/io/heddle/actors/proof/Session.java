package io.heddle.actors.proof;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One connection of a client from its beginning to its end: what it asked for and what it heard.
 *
 * @param user whose it was
 * @param asked where each subscribe wanted to resume, by its id
 */
record Session(String user, Map<String, Optional<Position>> asked, List<Heard> heard) {
  /** How far the client has come in each room that it is in when the session ends. */
  Map<RoomName, Position> stays() {
    Map<RoomName, Position> stays = new HashMap<>();
    follow(stays, new HashMap<>());
    return stays;
  }

  /** The ids of what was asked and refused, or granted and ended by the server. */
  Set<String> withoutStay() {
    Set<String> without = new HashSet<>();
    Map<RoomName, String> stays = new HashMap<>();
    for (Heard each : heard) {
      switch (each) {
        case Heard.Refused(_, _, var id) -> without.add(id);
        case Heard.In in -> stays.put(in.room(), in.id());
        case Heard.Out(var room) -> Optional.ofNullable(stays.remove(room)).ifPresent(without::add);
        case Heard.Message _, Heard.Accepted _ -> {}
      }
    }
    return without;
  }

  /** How far it has come in each room that it was in, for resuming there. */
  Map<RoomName, Position> reached() {
    Map<RoomName, Position> reached = new HashMap<>();
    follow(new HashMap<>(), reached);
    return reached;
  }

  /**
   * Goes through what was heard.
   *
   * @throws AssertionError at the first that is missing, comes twice, out of order, or from a room
   *     that the client is not in
   */
  private void follow(Map<RoomName, Position> stays, Map<RoomName, Position> reached) {
    for (Heard each : heard) {
      RoomName room = each.room();
      switch (each) {
        case Heard.In in -> {
          Position at = beginning(in, Optional.ofNullable(stays.get(room)));
          stays.put(room, at);
          reached.put(room, at);
        }
        case Heard.Out _ -> stays.remove(room);
        case Heard.Message(_, var position, _) -> {
          Position before = stays.get(room);
          if (before == null || !before.plus(1).equals(position)) {
            throw new AssertionError(
                "%s heard %s of %s after %s".formatted(user, position, room, before));
          }
          stays.put(room, position);
          reached.put(room, position);
        }
        case Heard.Accepted _, Heard.Refused _ -> {}
      }
    }
  }

  private Position beginning(Heard.In in, Optional<Position> stay) {
    Optional<Position> from = asked.getOrDefault(in.id(), Optional.empty());
    if (from.isPresent() != in.recovered().isPresent()) {
      throw new AssertionError("asked for " + from + " and heard " + in);
    }
    if (in.recovered().equals(Optional.of(true))) {
      Position position = from.orElseThrow();
      if (!position.epoch().equals(in.head().epoch()) || position.offset() > in.head().offset()) {
        throw new AssertionError("not to be recovered: " + from + ", yet heard " + in);
      }
      return position;
    }
    return from.isEmpty() ? stay.orElse(in.head()) : in.head();
  }
}
