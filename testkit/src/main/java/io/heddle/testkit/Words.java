package io.heddle.testkit;

import io.heddle.actors.payload.ObjectBuilder;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Attendee;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Events in the words of docs/protocol.md, "Server to client". */
final class Words {
  private static final OptionalLong NOWHERE = OptionalLong.empty();

  private Words() {}

  static Received of(Event event) {
    return switch (event) {
      case Event.Published(var p) ->
          said(event, p.draft(), Optional.of(p.room()), at(p.position()));
      case Event.Direct(var draft, _) -> said(event, draft, Optional.empty(), NOWHERE);
      case Event.HandlerReply(var type, var data, _) -> plain(event, type, data);
      case Event.Connected c -> plain(event, "connected", connected(c));
      case Event.AuthRequired _ -> plain(event, "auth_required", Payload.EMPTY_OBJECT);
      case Event.AuthSuccess(var user, _) ->
          plain(event, "auth_success", put(Payload.object(), "user_id", user).build());
      case Event.AuthFailed(var error, _) -> plain(event, "auth_failed", error(error));
      case Event.Subscribed(var room, var head, int count, _, _) ->
          about(event, "subscribed", room, at(head), counted(room, count));
      case Event.Unsubscribed u -> about(event, "unsubscribed", u.room(), NOWHERE, left(u));
      case Event.History h -> about(event, "history", h.room(), at(h.head()), kept(h));
      case Event.PublishAccepted(var room, var position, boolean duplicate, _) ->
          about(event, "published", room, at(position), published(duplicate));
      case Event.DirectAccepted _ -> plain(event, "published", Payload.EMPTY_OBJECT);
      case Event.Request(var name, var data, _) ->
          plain(event, "request", Payload.object().put("name", name).put("data", data).build());
      case Event.RoomUpdate(var room, var action) ->
          about(event, "room_update", room, NOWHERE, updated(room, action));
      case Event.Refreshed(var end, _) ->
          plain(event, "refreshed", put(Payload.object(), "expires_at", text(end)).build());
      case Event.Pong _ -> plain(event, "pong", Payload.EMPTY_OBJECT);
      case Event.UserJoined(var room, var user, int count) ->
          about(event, "user_joined", room, NOWHERE, presence(user, count));
      case Event.UserLeft(var room, var user, int count) ->
          about(event, "user_left", room, NOWHERE, presence(user, count));
      case Event.UserStatus(var room, var user, boolean online) ->
          about(event, "presence", room, NOWHERE, status(user, online));
      case Event.PresenceState s -> about(event, "presence_state", s.room(), NOWHERE, present(s));
      case Event.TokenExpiring(var end) ->
          plain(
              event, "token_expiring", Payload.object().put("expires_at", end.toString()).build());
      case Event.Reconnect(var after, var reason) ->
          plain(
              event,
              "reconnect",
              Payload.object().put("after_ms", after.toMillis()).put("reason", reason).build());
      case Event.Failed failed -> failed(failed);
    };
  }

  private static Received failed(Event.Failed failed) {
    return new Received(
        "error",
        failed.room().map(RoomName::value),
        error(failed.text()).toString(),
        Optional.empty(),
        NOWHERE,
        Optional.of(failed.code().code()),
        failed);
  }

  private static Received said(
      Event event, Draft draft, Optional<RoomName> room, OptionalLong offset) {
    return new Received(
        draft.type(),
        room.map(RoomName::value),
        draft.data().toString(),
        draft.sender().userId(),
        offset,
        Optional.empty(),
        event);
  }

  private static Received plain(Event event, String type, Payload data) {
    return new Received(
        type,
        Optional.empty(),
        data.toString(),
        Optional.empty(),
        NOWHERE,
        Optional.empty(),
        event);
  }

  private static Received about(
      Event event, String type, RoomName room, OptionalLong offset, Payload data) {
    return new Received(
        type,
        Optional.of(room.value()),
        data.toString(),
        Optional.empty(),
        offset,
        Optional.empty(),
        event);
  }

  private static OptionalLong at(Position position) {
    return OptionalLong.of(position.offset());
  }

  private static Payload error(String text) {
    return Payload.object().put("error", text).build();
  }

  private static Payload connected(Event.Connected connected) {
    String rooms =
        connected.rooms().stream()
            .map(joined -> Payload.object().put("room", joined.room().value()).build().toString())
            .collect(Collectors.joining(",", "[", "]"));
    ObjectBuilder data =
        put(
            Payload.object().put("client_id", connected.clientId().toString()),
            "user_id",
            connected.userId());
    put(data, "expires_at", text(connected.expiresAt()));
    return data.put("rooms", Payload.of(rooms)).build();
  }

  private static Payload counted(RoomName room, int count) {
    return Payload.object().put("room", room.value()).put("client_count", count).build();
  }

  private static Payload kept(Event.History page) {
    String publications =
        page.publications().stream()
            .map(it -> it.draft().data().toString())
            .collect(Collectors.joining(",", "[", "]"));
    return Payload.object().put("publications", Payload.of(publications)).build();
  }

  private static Payload presence(String user, int count) {
    return Payload.object().put("user_id", user).put("client_count", count).build();
  }

  private static Payload status(String user, boolean online) {
    return Payload.object()
        .put("user_id", user)
        .put("status", online ? "online" : "offline")
        .build();
  }

  private static Payload present(Event.PresenceState state) {
    ObjectBuilder data =
        Payload.object().put("room", state.room().value()).put("client_count", state.clientCount());
    state
        .users()
        .map(all -> all.stream().map(user -> user(user).toString()))
        .map(all -> all.collect(Collectors.joining(",", "[", "]")))
        .ifPresent(users -> data.put("users", Payload.of(users)));
    return data.build();
  }

  private static Payload user(Attendee user) {
    ObjectBuilder data =
        Payload.object().put("user_id", user.userId()).put("connections", user.connections());
    user.state().ifPresent(state -> data.put("state", state.data()));
    return data.build();
  }

  private static Payload published(boolean duplicate) {
    return duplicate ? Payload.object().put("duplicate", true).build() : Payload.EMPTY_OBJECT;
  }

  private static Payload updated(RoomName room, Event.RoomAction action) {
    return Payload.object()
        .put("room", room.value())
        .put("action", action.name().toLowerCase(Locale.ROOT))
        .build();
  }

  private static Payload left(Event.Unsubscribed left) {
    ObjectBuilder data = Payload.object().put("room", left.room().value());
    put(data, "code", left.forced().map(Event.ForcedOut::code));
    return put(data, "reason", left.forced().map(Event.ForcedOut::reason)).build();
  }

  private static Optional<String> text(Optional<Instant> moment) {
    return moment.map(Instant::toString);
  }

  private static ObjectBuilder put(ObjectBuilder data, String name, Optional<String> value) {
    value.ifPresent(text -> data.put(name, text));
    return data;
  }
}
