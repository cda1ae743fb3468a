package io.heddle.http.dialect;

import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import java.time.Clock;
import java.util.Optional;

/** What the server says in {@code gateway}: docs/protocol.md, "gateway". */
final class GatewayOut extends HeddleV1Out {
  private static final String NOTIFICATION = "notification";

  GatewayOut(Clock clock) {
    super(clock);
  }

  @Override
  Frame publication(Publication publication) {
    Draft draft = publication.draft();
    RoomName room = publication.room();
    String type = named(draft.type());
    JsonBytes out = type(type, draft.data().size());
    position(room(out, room), publication.position());
    boolean personal = type.equals(NOTIFICATION) && room.namespace().equals("user");
    Optional<String> userId = personal ? Optional.of(room.local()) : draft.sender().userId();
    return draft(out, draft, publication.timestamp(), userId);
  }

  @Override
  Frame direct(Draft draft, long timestamp) {
    JsonBytes out = type(named(draft.type()), draft.data().size());
    return draft(out, draft, timestamp, draft.sender().userId());
  }

  private static String named(String type) {
    return type.equals("system_notification") ? NOTIFICATION : type;
  }

  @Override
  Frame subscribed(Event.Subscribed subscribed) {
    JsonBytes out = ack(subscribed.room(), subscribed.id());
    JsonBytes data = acted(position(out, subscribed.head()), "subscribe", subscribed.room());
    subscribed.recovery().ifPresent(recovery -> recovery(data, recovery));
    return end(data);
  }

  /** Only an answer is an ack; what the server decided is told with its reason. */
  @Override
  Frame unsubscribed(Event.Unsubscribed unsubscribed) {
    if (unsubscribed.forced().isPresent()) {
      return super.unsubscribed(unsubscribed);
    }
    RoomName room = unsubscribed.room();
    return end(acted(ack(room, unsubscribed.id()), "unsubscribe", room));
  }

  private JsonBytes ack(RoomName room, Optional<CorrelationId> id) {
    return room(id(type("ack"), id), room);
  }

  private JsonBytes acted(JsonBytes out, String action, RoomName room) {
    return room(data(out).field("action", action), room);
  }

  @Override
  Frame failed(Event.Failed failed) {
    JsonBytes out = id(type("error"), failed.id());
    failed.room().ifPresent(room -> room(out, room));
    return end(data(out).field("error", failed.text()));
  }

  @Override
  JsonBytes room(JsonBytes out, RoomName room) {
    return out.field("channel", Channels.channel(room));
  }

  @Override
  String rooms() {
    return "channels";
  }
}
