package io.heddle.actors.testing;

import static java.util.stream.Collectors.joining;

import io.heddle.actors.protocol.Attendee;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes each event as one short line, so that a test can say what it expects. */
public final class TextEncoder implements Encoder {
  /** The one that all sockets share unless they are given another one. */
  public static final TextEncoder SHARED = new TextEncoder();

  @Override
  public Frame encode(Event event) {
    return new Frame((line(event) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String line(Event event) {
    return switch (event) {
      case Event.Published(var p) ->
          p.room() + " " + p.position().offset() + " " + p.draft().data();
      case Event.Direct(var draft, _) -> "direct " + draft.data();
      case Event.Connected c ->
          "connected "
              + c.userId().orElse("-")
              + " "
              + c.rooms().size()
              + c.rooms().stream().map(room -> recovery(room.recovery())).collect(joining())
              + id(c.id());
      case Event.AuthRequired _ -> "auth_required";
      case Event.AuthSuccess(var user, var id) -> "auth_success " + user.orElse("-") + id(id);
      case Event.AuthFailed(var error, var id) -> "auth_failed " + error + id(id);
      case Event.Subscribed(var room, var head, var count, var recovery, var id) ->
          "subscribed " + room + " " + head.offset() + " " + count + recovery(recovery) + id(id);
      case Event.History h ->
          "history "
              + h.room()
              + " "
              + h.head().offset()
              + h.publications().stream().map(p -> " " + p.position().offset()).toList()
              + h.next().map(next -> " next " + next.offset()).orElse("")
              + id(h.id());
      case Event.Unsubscribed(var room, var forced, var id) ->
          "unsubscribed " + room + forced.map(f -> " " + f.code()).orElse("") + id(id);
      case Event.PublishAccepted(var room, var position, var duplicate, var id) ->
          "published " + room + " " + position.offset() + (duplicate ? " duplicate" : "") + id(id);
      case Event.DirectAccepted(var id) -> "published" + id(id);
      case Event.Request(var name, var data, var id) ->
          "request " + name + " " + data + " #" + id.json();
      case Event.HandlerReply(var type, var data, var id) -> type + " " + data + id(id);
      case Event.RoomUpdate(var room, var action) ->
          "room_update " + room + " " + action.name().toLowerCase(Locale.ROOT);
      case Event.Refreshed(_, var id) -> "refreshed" + id(id);
      case Event.Pong(var id) -> "pong" + id(id);
      case Event.UserJoined(var room, var user, var count) ->
          "user_joined " + room + " " + user + " " + count;
      case Event.UserLeft(var room, var user, var count) ->
          "user_left " + room + " " + user + " " + count;
      case Event.UserStatus(var room, var user, boolean online) ->
          "presence " + room + " " + user + (online ? " online" : " offline");
      case Event.PresenceState(var room, int count, var users, var id) ->
          "presence_state "
              + room
              + " "
              + count
              + users.map(TextEncoder::users).orElse(" unnamed")
              + id(id);
      case Event.TokenExpiring _ -> "token_expiring";
      case Event.Reconnect _ -> "reconnect";
      case Event.Failed(var code, _, var room, var id) ->
          "error " + code.code() + room.map(r -> " " + r).orElse("") + id(id);
    };
  }

  private static String users(List<Attendee> users) {
    return users.stream()
        .map(
            user ->
                " "
                    + user.userId()
                    + ":"
                    + user.connections()
                    + user.state().map(state -> state.data().toString()).orElse(""))
        .collect(joining());
  }

  private static String recovery(Optional<Event.Recovery> recovery) {
    return recovery
        .map(
            it ->
                (it.recovered() ? " recovered" : " not_recovered")
                    + (it.trimmed() > 0 ? " trimmed " + it.trimmed() : ""))
        .orElse("");
  }

  private static String id(Optional<CorrelationId> id) {
    return id.map(each -> " #" + each.json()).orElse("");
  }
}
