package io.heddle.actors.connection;

import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rooms that the server joins a connection to at connect, until all of them have answered. Part
 * of the connection's actor.
 */
final class Entrance {
  /** Rooms that are awake answer late, and a client should not have to sort. */
  private static final Comparator<Event.JoinedRoom> OWN_GROUPS_SYSTEM =
      Comparator.comparingInt(
              (Event.JoinedRoom joined) ->
                  List.of("user", "group", "system").indexOf(joined.room().namespace()))
          .thenComparing(Event.JoinedRoom::room);

  private final List<Event.JoinedRoom> entered = new ArrayList<>(3);
  private final List<RoomReply> held = new ArrayList<>(0);
  private int awaited;

  /** Begins, and tells which rooms are to be joined. */
  List<RoomName> begin(Identity identity) {
    List<RoomName> joins = new ArrayList<>(2 + identity.groups().size());
    identity.userId().flatMap(RoomName::ofUser).ifPresent(joins::add);
    identity.groups().forEach(group -> RoomName.ofGroup(group).ifPresent(joins::add));
    joins.add(RoomName.SYSTEM);
    awaited = joins.size();
    return joins;
  }

  /** Whether a room has not answered yet. */
  boolean isUnderWay() {
    return awaited > 0;
  }

  /** Some rooms have answered; true where they are the last. Later joins do not come by here. */
  boolean completedBy(List<Event.JoinedRoom> joined) {
    if (awaited == 0) {
      return false;
    }
    awaited -= joined.size();
    entered.addAll(joined);
    return awaited == 0;
  }

  /** The rooms: the user's, groups by name, everybody's. Taken once. */
  List<Event.JoinedRoom> take() {
    List<Event.JoinedRoom> rooms = entered.stream().sorted(OWN_GROUPS_SYSTEM).toList();
    entered.clear();
    return rooms;
  }

  /** Holds back what the server does with a connection that is not in yet; false where it is. */
  boolean holdsBack(RoomReply reply) {
    return isUnderWay() && held.add(reply);
  }

  /** What was held back. Taken once. */
  List<RoomReply> takeHeld() {
    List<RoomReply> replies = List.copyOf(held);
    held.clear();
    return replies;
  }
}
