package io.heddle.http.dialect;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Attendee;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the server says in {@code heddle.v1}: docs/protocol.md, "What the server sends". The parts
 * of the envelope are methods of their own, for dialects that have the same events in another one.
 */
class HeddleV1Out implements Encoder {
  /** Room for an envelope with names of ordinary length, so that the bytes seldom grow. */
  private static final int ENVELOPE = 512;

  /** The same for a user who is present. */
  private static final int ATTENDEE = 64;

  private final Clock clock;

  HeddleV1Out(Clock clock) {
    this.clock = clock;
  }

  @Override
  public final Frame encode(Event event) {
    return switch (event) {
      case Event.Published(var publication) -> publication(publication);
      case Event.Direct(var draft, var timestamp) -> direct(draft, timestamp.toEpochMilli());
      case Event.Connected connected -> connected(connected);
      case Event.AuthRequired() -> empty(type("auth_required"));
      case Event.AuthSuccess(var userId, var id) -> {
        JsonBytes out = data(id(type("auth_success"), id));
        userId.ifPresent(user -> out.field("user_id", user));
        yield end(out);
      }
      case Event.AuthFailed(var error, var id) ->
          end(data(id(type("auth_failed"), id)).field("error", error));
      case Event.Subscribed subscribed -> subscribed(subscribed);
      case Event.Unsubscribed unsubscribed -> unsubscribed(unsubscribed);
      case Event.History page -> history(page);
      case Event.PublishAccepted(var room, var position, boolean duplicate, var id) -> {
        JsonBytes out = data(position(room(id(type("published"), id), room), position));
        yield end(duplicate ? out.field("duplicate", true) : out);
      }
      case Event.DirectAccepted(var id) -> empty(id(type("published"), id));
      case Event.Request(var name, var data, var id) -> {
        JsonBytes out = data(type("request", data.size()).name("id").raw(id.json()));
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
      case Event.Pong(var id) -> pong(id);
      case Event.UserJoined(var room, var userId, int clientCount) ->
          moved("user_joined", room, userId, clientCount);
      case Event.UserLeft(var room, var userId, int clientCount) ->
          moved("user_left", room, userId, clientCount);
      case Event.UserStatus(var room, var userId, boolean online) ->
          end(
              data(room(type("presence"), room))
                  .field("user_id", userId)
                  .field("status", online ? "online" : "offline"));
      case Event.PresenceState state -> presence(state);
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

  /** A message that a room has stamped. */
  Frame publication(Publication publication) {
    Draft draft = publication.draft();
    JsonBytes out = type(draft.type(), draft.data().size());
    position(room(out, publication.room()), publication.position());
    return draft(out, draft, publication.timestamp(), draft.sender().userId());
  }

  /** A message for this connection alone; {@code timestamp} in milliseconds since 1970. */
  Frame direct(Draft draft, long timestamp) {
    JsonBytes out = type(draft.type(), draft.data().size());
    return draft(out, draft, timestamp, draft.sender().userId());
  }

  /** What follows type and place of a message that somebody sent. */
  final Frame draft(JsonBytes out, Draft draft, long timestamp, Optional<String> userId) {
    out.name("data").raw(draft.data()).field("message_id", draft.messageId());
    out.name("timestamp").time(timestamp);
    if (userId.isPresent()) {
      out.field("user_id", userId.get());
    }
    Optional<ClientId> clientId = draft.sender().clientId();
    if (clientId.isPresent()) {
      out.name("client_id").uuid(clientId.get().value());
    }
    return out.endObject().frame();
  }

  Frame connected(Event.Connected connected) {
    JsonBytes out = data(id(type("connected"), connected.id()));
    out.name("client_id").uuid(connected.clientId().value());
    connected.userId().ifPresent(user -> out.field("user_id", user));
    out.field("message", "connected");
    out.field("ping_interval_ms", connected.pingInterval().toMillis());
    connected.expiresAt().ifPresent(at -> expiry(out, at));
    out.name(rooms()).beginArray();
    for (Event.JoinedRoom joined : connected.rooms()) {
      room(out.beginObject(), joined.room());
      joined.head().ifPresent(head -> position(out, head));
      joined.recovery().ifPresent(recovery -> recovery(out, recovery));
      out.endObject();
    }
    out.endArray();
    return end(out);
  }

  /** The client is in the room, perhaps since before. */
  Frame subscribed(Event.Subscribed subscribed) {
    RoomName room = subscribed.room();
    JsonBytes out = room(id(type("subscribed"), subscribed.id()), room);
    JsonBytes data = room(data(position(out, subscribed.head())), room);
    data.field("client_count", subscribed.clientCount());
    subscribed.recovery().ifPresent(recovery -> recovery(data, recovery));
    return end(data);
  }

  /** Each publication stands there as it went out, or would have gone. */
  private Frame history(Event.History page) {
    int size = 0;
    for (Publication publication : page.publications()) {
      size += ENVELOPE + publication.draft().data().size();
    }
    JsonBytes out = room(id(type("history", size), page.id()), page.room());
    data(position(out, page.head())).name("publications").beginArray();
    for (Publication publication : page.publications()) {
      out.value(publication(publication));
    }
    out.endArray();
    page.next()
        .ifPresent(
            next ->
                out.name("next")
                    .beginObject()
                    .field("epoch", next.epoch())
                    .field("offset", next.offset())
                    .endObject());
    return end(out);
  }

  /** The client is out, by its own wish or the server's. */
  Frame unsubscribed(Event.Unsubscribed unsubscribed) {
    RoomName room = unsubscribed.room();
    JsonBytes out = data(room(id(type("unsubscribed"), unsubscribed.id()), room));
    room(out, room);
    unsubscribed
        .forced()
        .ifPresent(forced -> out.field("code", forced.code()).field("reason", forced.reason()));
    return end(out);
  }

  private Frame moved(String type, RoomName room, String userId, int clientCount) {
    return end(
        data(room(type(type), room)).field("user_id", userId).field("client_count", clientCount));
  }

  private Frame presence(Event.PresenceState state) {
    RoomName room = state.room();
    int size = state.users().stream().flatMap(List::stream).mapToInt(HeddleV1Out::sizeOf).sum();
    JsonBytes out = data(room(id(type("presence_state", size), state.id()), room));
    room(out, room).field("client_count", state.clientCount());
    state
        .users()
        .ifPresent(
            users -> {
              out.name("users").beginArray();
              users.forEach(user -> present(out, user));
              out.endArray();
            });
    return end(out);
  }

  private static int sizeOf(Attendee user) {
    return ATTENDEE + user.size();
  }

  private static void present(JsonBytes out, Attendee user) {
    out.beginObject().field("user_id", user.userId()).field("connections", user.connections());
    user.state().ifPresent(state -> out.name("state").raw(state.data()));
    out.endObject();
  }

  /** The answer to a ping. */
  Frame pong(Optional<CorrelationId> id) {
    return empty(id(type("pong"), id));
  }

  Frame failed(Event.Failed failed) {
    JsonBytes out = id(type("error"), failed.id());
    failed.room().ifPresent(room -> room(out, room));
    out.field("error", failed.text())
        .field("code", failed.code().code())
        .field("temporary", failed.code().temporary());
    return end(data(out).field("error", failed.text()));
  }

  static JsonBytes type(String type) {
    return type(type, 0);
  }

  /** Begins a message that has room for {@code dataSize} bytes beside its envelope. */
  static JsonBytes type(String type, int dataSize) {
    return new JsonBytes(ENVELOPE + dataSize).beginObject().field("type", type);
  }

  static JsonBytes data(JsonBytes out) {
    return out.name("data").beginObject();
  }

  // Parts of the envelope

  JsonBytes id(JsonBytes out, Optional<CorrelationId> id) {
    return id.isPresent() ? out.name("id").raw(id.get().json()) : out;
  }

  /** Which room it is, in the envelope and in data. */
  JsonBytes room(JsonBytes out, RoomName room) {
    return out.field("room", room.value());
  }

  /** What a list of rooms is called. */
  String rooms() {
    return "rooms";
  }

  JsonBytes position(JsonBytes out, Position position) {
    return out.field("epoch", position.epoch()).field("offset", position.offset());
  }

  /** What became of a wish to resume. */
  void recovery(JsonBytes out, Event.Recovery recovery) {
    out.field("was_recovering", true).field("recovered", recovery.recovered());
    if (recovery.trimmed() > 0) {
      out.field("trimmed", recovery.trimmed());
    }
  }

  void expiry(JsonBytes out, Instant at) {
    out.name("expires_at").time(at.getEpochSecond(), at.getNano() / 1_000_000);
  }

  /** Ends an event that has nothing to tell but itself. */
  final Frame empty(JsonBytes out) {
    out.name("data").raw(Payload.EMPTY_OBJECT);
    return stamped(out);
  }

  /** Ends the data of an event, and the event. */
  final Frame end(JsonBytes out) {
    return stamped(out.endObject());
  }

  /** What stands after the data of an event of the server's, and the end. */
  Frame stamped(JsonBytes out) {
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
