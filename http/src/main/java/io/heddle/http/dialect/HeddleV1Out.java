package io.heddle.http.dialect;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What the server says in {@code heddle.v1}: docs/protocol.md, "Server to client". */
final class HeddleV1Out implements Encoder {
  /** Room for an envelope with names of ordinary length, so that the bytes seldom grow. */
  private static final int ENVELOPE = 512;

  private final Clock clock;

  HeddleV1Out(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Frame encode(Event event) {
    return switch (event) {
      case Event.Published(var publication) -> publication(publication);
      case Event.Direct(var draft, var timestamp) ->
          draft(type(draft.type(), draft.data().size()), draft, timestamp.toEpochMilli());
      case Event.Connected connected -> connected(connected);
      case Event.AuthRequired() -> empty(type("auth_required"));
      case Event.AuthSuccess(var userId, var id) -> {
        JsonBytes out = data(id(type("auth_success"), id));
        userId.ifPresent(user -> out.field("user_id", user));
        yield end(out);
      }
      case Event.AuthFailed(var error, var id) ->
          end(data(id(type("auth_failed"), id)).field("error", error));
      case Event.Subscribed(var room, var head, int clientCount, var id) ->
          end(
              data(position(room(id(type("subscribed"), id), room), head))
                  .field("room", room.value())
                  .field("client_count", clientCount));
      case Event.Unsubscribed unsubscribed -> unsubscribed(unsubscribed);
      case Event.PublishAccepted(var room, var position, boolean duplicate, var id) -> {
        JsonBytes out = data(position(room(id(type("published"), id), room), position));
        yield end(duplicate ? out.field("duplicate", true) : out);
      }
      case Event.DirectAccepted(var id) -> empty(id(type("published"), id));
      case Event.Request(var name, var data, var id) -> {
        JsonBytes out = data(id(type("request", data.size()), Optional.of(id)));
        yield end(out.field("name", name).name("data").raw(data));
      }
      case Event.HandlerReply(var type, var data, var id) ->
          stamped(id(type(type, data.size()), id).name("data").raw(data));
      case Event.RoomUpdate(var room, var action) ->
          end(
              data(room(type("room_update"), room))
                  .field("room", room.value())
                  .field("action", action.name().toLowerCase(Locale.ROOT)));
      case Event.Refreshed(var expiresAt, var id) -> {
        JsonBytes out = data(id(type("refreshed"), id));
        expiresAt.ifPresent(at -> expiry(out, at));
        yield end(out);
      }
      case Event.Pong(var id) -> empty(id(type("pong"), id));
      case Event.UserJoined(var room, var userId, int clientCount) ->
          presence("user_joined", room, userId, clientCount);
      case Event.UserLeft(var room, var userId, int clientCount) ->
          presence("user_left", room, userId, clientCount);
      case Event.TokenExpiring(var expiresAt) -> {
        JsonBytes out = data(type("token_expiring"));
        expiry(out, expiresAt);
        yield end(out);
      }
      case Event.Reconnect(var after, var reason) ->
          end(data(type("reconnect")).field("after_ms", after.toMillis()).field("reason", reason));
      case Event.Failed failed -> failed(failed);
    };
  }

  private static Frame publication(Publication publication) {
    Draft draft = publication.draft();
    JsonBytes out = type(draft.type(), draft.data().size());
    position(room(out, publication.room()), publication.position());
    return draft(out, draft, publication.timestamp());
  }

  /** What follows type and place of a message that somebody sent: the sender is told. */
  private static Frame draft(JsonBytes out, Draft draft, long timestamp) {
    out.name("data").raw(draft.data()).field("message_id", draft.messageId());
    out.name("timestamp").time(timestamp);
    Optional<String> userId = draft.sender().userId();
    if (userId.isPresent()) {
      out.field("user_id", userId.get());
    }
    Optional<ClientId> clientId = draft.sender().clientId();
    if (clientId.isPresent()) {
      out.name("client_id").uuid(clientId.get().value());
    }
    return out.endObject().frame();
  }

  private Frame connected(Event.Connected connected) {
    JsonBytes out = data(id(type("connected"), connected.id()));
    out.name("client_id").uuid(connected.clientId().value());
    connected.userId().ifPresent(user -> out.field("user_id", user));
    out.field("message", "connected");
    out.field("ping_interval_ms", connected.pingInterval().toMillis());
    connected.expiresAt().ifPresent(at -> expiry(out, at));
    out.name("rooms").beginArray();
    for (Event.JoinedRoom joined : connected.rooms()) {
      out.beginObject().field("room", joined.room().value());
      joined.head().ifPresent(head -> position(out, head));
      out.endObject();
    }
    out.endArray();
    return end(out);
  }

  private Frame unsubscribed(Event.Unsubscribed unsubscribed) {
    RoomName room = unsubscribed.room();
    JsonBytes out = data(room(id(type("unsubscribed"), unsubscribed.id()), room));
    out.field("room", room.value());
    unsubscribed
        .forced()
        .ifPresent(forced -> out.field("code", forced.code()).field("reason", forced.reason()));
    return end(out);
  }

  private Frame presence(String type, RoomName room, String userId, int clientCount) {
    return end(
        data(room(type(type), room)).field("user_id", userId).field("client_count", clientCount));
  }

  private Frame failed(Event.Failed failed) {
    JsonBytes out = id(type("error"), failed.id());
    failed.room().ifPresent(room -> room(out, room));
    out.field("error", failed.text())
        .field("code", failed.code().code())
        .field("temporary", failed.code().temporary());
    return end(data(out).field("error", failed.text()));
  }

  private static JsonBytes type(String type) {
    return type(type, 0);
  }

  private static JsonBytes type(String type, int dataSize) {
    return new JsonBytes(ENVELOPE + dataSize).beginObject().field("type", type);
  }

  private static JsonBytes id(JsonBytes out, Optional<CorrelationId> id) {
    return id.isPresent() ? out.name("id").raw(id.get().json()) : out;
  }

  private static JsonBytes room(JsonBytes out, RoomName room) {
    return out.field("room", room.value());
  }

  private static JsonBytes position(JsonBytes out, Position position) {
    return out.field("epoch", position.epoch()).field("offset", position.offset());
  }

  private static JsonBytes data(JsonBytes out) {
    return out.name("data").beginObject();
  }

  private static void expiry(JsonBytes out, Instant at) {
    out.name("expires_at").time(at.getEpochSecond(), at.getNano() / 1_000_000);
  }

  private Frame empty(JsonBytes out) {
    out.name("data").raw(Payload.EMPTY_OBJECT);
    return stamped(out);
  }

  private Frame end(JsonBytes out) {
    return stamped(out.endObject());
  }

  private Frame stamped(JsonBytes out) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    out.name("message_id").uuid(version4(random.nextLong()), variant2(random.nextLong()));
    out.name("timestamp").time(clock.millis());
    return out.endObject().frame();
  }

  /** RFC 9562, section 5.4: a random UUID. */
  private static long version4(long high) {
    return (high & ~0xF000L) | 0x4000L;
  }

  private static long variant2(long low) {
    return (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
  }
}
