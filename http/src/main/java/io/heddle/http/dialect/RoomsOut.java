package io.heddle.http.dialect;

import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * What the server says in {@code rooms}: docs/protocol.md, "rooms". Frames have the fields that are
 * told there and no others, and all times are milliseconds since 1970.
 */
final class RoomsOut extends HeddleV1Out {
  private final Clock clock;

  RoomsOut(Clock clock) {
    super(clock);
    this.clock = clock;
  }

  /** Who broadcasts names no room, so that what comes of it has none. */
  @Override
  Frame publication(Publication publication) {
    JsonBytes out = type(publication.draft());
    if (!publication.room().equals(RoomName.SYSTEM)) {
      room(out, publication.room());
    }
    return sent(out, publication.draft(), publication.timestamp());
  }

  @Override
  Frame direct(Draft draft, long timestamp) {
    return sent(type(draft), draft, timestamp);
  }

  private static JsonBytes type(Draft draft) {
    return type(draft.type(), draft.data().size());
  }

  private static Frame sent(JsonBytes out, Draft draft, long timestamp) {
    out.name("data").raw(draft.data());
    draft.sender().clientId().ifPresent(client -> out.name("client_id").uuid(client.value()));
    return out.field("timestamp", timestamp).endObject().frame();
  }

  @Override
  Frame connected(Event.Connected connected) {
    JsonBytes out = data(type("connected"));
    out.name("client_id").uuid(connected.clientId().value());
    return end(out.field("message", "connected"));
  }

  @Override
  Frame unsubscribed(Event.Unsubscribed unsubscribed) {
    RoomName room = unsubscribed.room();
    return end(room(data(room(type("unsubscribed"), room)), room));
  }

  @Override
  Frame pong(Optional<CorrelationId> id) {
    return stamped(type("pong"));
  }

  /** Clients compare the text, so that broken JSON is told without what is broken about it. */
  @Override
  Frame failed(Event.Failed failed) {
    String standard = ErrorCode.INVALID_MESSAGE.text();
    String text = failed.text().startsWith(standard) ? standard : failed.text();
    return stamped(type("error").field("error", text));
  }

  @Override
  JsonBytes id(JsonBytes out, Optional<CorrelationId> id) {
    return out;
  }

  @Override
  JsonBytes position(JsonBytes out, Position position) {
    return out;
  }

  @Override
  void recovery(JsonBytes out, Event.Recovery recovery) {}

  @Override
  void expiry(JsonBytes out, Instant at) {
    out.field("expires_at", at.toEpochMilli());
  }

  @Override
  Frame stamped(JsonBytes out) {
    return out.field("timestamp", clock.millis()).endObject().frame();
  }
}
