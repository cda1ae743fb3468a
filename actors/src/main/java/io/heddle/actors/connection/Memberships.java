package io.heddle.actors.connection;

import io.heddle.actors.extension.Listeners;
import io.heddle.actors.metrics.MembershipMetrics;
import io.heddle.actors.protocol.ClientCommand.History;
import io.heddle.actors.protocol.ClientCommand.Presence;
import io.heddle.actors.protocol.ClientCommand.Publish;
import io.heddle.actors.protocol.ClientCommand.Subscribe;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Event.RoomAction;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.Socket;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.config.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * How a connection comes into rooms and out of them, by its client's wish or the server's. Part of
 * the connection's actor.
 */
final class Memberships {
  private static final Optional<Event.ForcedOut> OUTSIDER =
      Optional.of(
          new Event.ForcedOut(ErrorCode.FORBIDDEN.code(), "not a member of the group any more"));

  private final Socket socket;
  private final Voice voice;
  private final ActorRef<ToLocalRooms> rooms;
  private final Subscriptions subscriptions;
  private final Rights rights;
  private final Listeners listeners;
  private final ObjLongConsumer<Publish> forward;
  private final MembershipMetrics metrics;
  private final int maxRooms;
  private final Bytes maxState;
  private int reading;

  /**
   * Memberships of a client that has just been let in.
   *
   * @param forward takes what waited for a room, and the time, once the client is in
   * @param maxRooms that the client may subscribe to
   * @param maxState largest state that it may tell
   */
  Memberships(
      Socket socket,
      Voice voice,
      ActorRef<ToLocalRooms> rooms,
      Subscriptions subscriptions,
      Rights rights,
      Listeners listeners,
      MembershipMetrics metrics,
      int maxRooms,
      Bytes maxState,
      ObjLongConsumer<Publish> forward) {
    this.socket = socket;
    this.voice = voice;
    this.rooms = rooms;
    this.subscriptions = subscriptions;
    this.rights = rights;
    this.listeners = listeners;
    this.metrics = metrics;
    this.maxRooms = maxRooms;
    this.maxState = maxState;
    this.forward = forward;
  }

  void subscribe(Subscribe subscribe, long now) {
    if (subscribe.state().map(state -> state.size() > maxState.value()).orElse(false)) {
      String text = "field 'state' is larger than " + maxState.value() + " bytes";
      voice.fail(ErrorCode.INVALID_MESSAGE, text, Optional.empty(), subscribe.id(), now);
      return;
    }
    for (RoomName room : subscribe.rooms()) {
      subscribe(room, subscribe, now);
    }
    for (RoomName room : subscribe.rooms()) {
      if (!subscriptions.isOwn(room)) {
        rights.left(room);
      }
    }
  }

  private void subscribe(RoomName room, Subscribe subscribe, long now) {
    Optional<CorrelationId> id = subscribe.id();
    if (!mayHear(room, id, now)) {
      return;
    }
    if (!subscriptions.isOwn(room) && subscriptions.size() >= maxRooms) {
      String text = "not allowed to subscribe to more than " + maxRooms + " rooms";
      voice.fail(ErrorCode.FORBIDDEN, text, Optional.of(room), id, now);
    } else {
      int visit = subscriptions.joining(room);
      rooms.tell(
          new ToLocalRooms.Subscribe(
              room, socket, visit, subscribe.from(room), subscribe.state(), id));
    }
  }

  /** Whether the client may know what is said in a room; else it has been told. */
  private boolean mayHear(RoomName room, Optional<CorrelationId> id, long now) {
    if (!rights.declared(room)) {
      voice.fail(ErrorCode.INVALID_ROOM, "unknown namespace", Optional.of(room), id, now);
      return false;
    }
    Optional<Rights.Refusal> against = rights.againstSubscribe(room);
    against.ifPresent(
        refusal -> voice.fail(refusal.code(), refusal.text(), Optional.of(room), id, now));
    return against.isEmpty();
  }

  /** Whether the client may read a room, member or not; else it has been told. */
  boolean mayRead(History query, long now) {
    boolean may = mayHear(query.room(), query.id(), now);
    if (!subscriptions.isOwn(query.room())) {
      rights.left(query.room());
    }
    return may;
  }

  /** Whether something has been asked for and has not come. */
  boolean isReading() {
    return reading > 0;
  }

  /** Asks for a page; dealt with when {@link #replied} has it. */
  boolean readHistory(History query) {
    reading++;
    rooms.tell(new ToLocalRooms.ReadHistory(query, socket));
    return false;
  }

  /** Asks who is in a room; dealt with when {@link #replied} has it. */
  boolean readPresence(Presence query) {
    reading++;
    rooms.tell(new ToLocalRooms.ReadPresence(query.room(), socket, query.id()));
    return false;
  }

  void unsubscribe(List<RoomName> names, Optional<CorrelationId> id, long now) {
    for (RoomName room : names) {
      if (subscriptions.isJoinedByServer(room)) {
        String text = "not allowed to leave a room of the server's";
        voice.fail(ErrorCode.FORBIDDEN, text, Optional.of(room), id, now);
      } else if (!subscriptions.isOwn(room)) {
        voice.fail(ErrorCode.NOT_SUBSCRIBED, Optional.of(room), id, now);
      } else {
        leave(room, new Event.Unsubscribed(room, Optional.empty(), id), now);
      }
    }
  }

  private void leave(RoomName room, Event farewell, long now) {
    boolean wasIn = subscriptions.isIn(room);
    deny(subscriptions.remove(room), now);
    rights.left(room);
    rooms.tell(new ToLocalRooms.Leave(room, socket, farewell));
    if (wasIn) {
      listeners.unsubscribed(rights.caller(), room);
    }
  }

  /** What a room has said about this connection. */
  void replied(RoomReply reply, long now) {
    switch (reply) {
      case RoomReply.Joined(var room, int visit) -> joined(room, visit, now);
      case RoomReply.JoinRefused(var room, var code, int visit, var id) -> {
        voice.fail(code, Optional.of(room), id, now);
        deny(subscriptions.refused(room, visit), now);
        if (!subscriptions.isIn(room) && !subscriptions.isOwn(room)) {
          rights.left(room);
        }
      }
      case RoomReply.Ousted(var room) -> ousted(room);
      case RoomReply.Whisper(var event, var sharing) -> whispered(event, sharing);
      case RoomReply.Placed(var room, var action) -> placed(room, action, now);
      case RoomReply.HistoryRead(var page) -> read(page);
      case RoomReply.HistoryFailed(var room, var id) ->
          unread(room, ErrorCode.UNAVAILABLE, id, now);
      case RoomReply.PresenceRead(var state) -> read(state);
      case RoomReply.PresenceFailed(var room, var code, var id) -> unread(room, code, id, now);
      case RoomReply.Entered _, RoomReply.Drained _, RoomReply.Settle _ -> {}
    }
  }

  private void read(Event answer) {
    reading--;
    voice.say(answer);
    socket.handled(1);
  }

  private void unread(RoomName room, ErrorCode code, Optional<CorrelationId> id, long now) {
    reading--;
    voice.fail(code, Optional.of(room), id, now);
    socket.handled(1);
  }

  private void joined(RoomName room, int visit, long now) {
    boolean wasIn = subscriptions.isIn(room);
    List<Publish> deferred = subscriptions.joined(room, visit);
    if (!wasIn && subscriptions.isIn(room)) {
      listeners.subscribed(rights.caller(), room);
    }
    deferred.forEach(publish -> forward.accept(publish, now));
  }

  private void ousted(RoomName room) {
    boolean wasIn = subscriptions.isIn(room);
    subscriptions.ousted(room);
    if (subscriptions.isJoinedByServer(room)) {
      enter(room);
    }
    if (wasIn && !subscriptions.isIn(room)) {
      listeners.unsubscribed(rights.caller(), room);
    }
    if (!subscriptions.isIn(room) && !subscriptions.isOwn(room)) {
      rights.left(room);
    }
  }

  /** Nobody refuses the server, so that the client can be told before it takes place. */
  private void enter(RoomName room) {
    voice.say(new Event.RoomUpdate(room, RoomAction.JOINED));
    rooms.tell(new ToLocalRooms.Enter(List.of(room), socket));
  }

  private void whispered(Event event, Set<RoomName> sharing) {
    // A room says so to the client before it says so here; refusing it now would lose the message.
    if (sharing.stream().anyMatch(room -> subscriptions.isIn(room) || subscriptions.isOwn(room))) {
      voice.say(event);
    }
  }

  /** What a newer token says of the client's groups, and of all else. */
  void refreshed(Identity newer, long now) {
    Set<String> before = rights.identity().groups();
    Set<String> after = newer.groups();
    before.stream()
        .filter(group -> !after.contains(group))
        .forEach(group -> regrouped(group, RoomAction.LEFT, now));
    rights.refreshed(newer);
    after.stream()
        .filter(group -> !before.contains(group))
        .forEach(group -> regrouped(group, RoomAction.JOINED, now));
  }

  private void regrouped(String group, RoomAction action, long now) {
    RoomName.ofGroup(group).ifPresent(room -> placed(room, action, now));
  }

  /** The server's will. */
  private void placed(RoomName room, RoomAction action, long now) {
    if (room.namespace().equals(RoomName.GROUP_NAMESPACE)) {
      grouped(room.local(), action, now);
    }
    switch (action) {
      case JOINED -> {
        if (!subscriptions.isJoinedByServer(room)) {
          boolean wasIn = subscriptions.isIn(room);
          List<Publish> deferred = subscriptions.assign(room);
          enter(room);
          if (!wasIn) {
            listeners.subscribed(rights.caller(), room);
          }
          deferred.forEach(publish -> forward.accept(publish, now));
        }
      }
      case LEFT -> {
        if (subscriptions.isJoinedByServer(room) || subscriptions.isOwn(room)) {
          leave(room, new Event.RoomUpdate(room, action), now);
        }
      }
    }
  }

  /** Rooms that only members of the group may be in are left with it. */
  private void grouped(String group, RoomAction action, long now) {
    boolean in = action == RoomAction.JOINED;
    if (rights.identity().groups().contains(group) == in) {
      return;
    }
    List<RoomName> likewise =
        subscriptions.ownNamed(group).stream().filter(rights::goesByPolicy).toList();
    rights.grouped(group, in);
    metrics.changed(in);
    for (RoomName room : likewise) {
      rights
          .againstSubscribe(room)
          .ifPresent(
              refusal ->
                  leave(room, new Event.Unsubscribed(room, OUTSIDER, Optional.empty()), now));
    }
  }

  private void deny(List<Publish> deferred, long now) {
    for (Publish publish : deferred) {
      voice.fail(ErrorCode.NOT_SUBSCRIBED, Optional.of(publish.room()), publish.id(), now);
      socket.handled(1);
    }
  }
}
