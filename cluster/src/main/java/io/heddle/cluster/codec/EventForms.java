package io.heddle.cluster.codec;

import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Event.Direct;
import io.heddle.actors.protocol.Event.RoomAction;
import io.heddle.actors.protocol.Event.UserJoined;
import io.heddle.actors.protocol.Event.UserLeft;
import io.heddle.actors.protocol.Event.UserStatus;
import io.heddle.actors.protocol.RoomReply.Placed;
import io.heddle.actors.protocol.RoomReply.Whisper;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What goes within messages to other nodes: for clients, and for the actors of connections. */
final class EventForms {
  static final List<WireForm<?>> ALL =
      List.of(
          new WireForm<>("event.direct/1", Direct.class, EventForms::direct, EventForms::direct),
          new WireForm<>(
              "event.joined/1",
              UserJoined.class,
              (out, it) -> moved(out, it.room().value(), it.userId()).number(it.clientCount()),
              in -> new UserJoined(WireValues.room(in), in.text(), in.count())),
          new WireForm<>(
              "event.left/1",
              UserLeft.class,
              (out, it) -> moved(out, it.room().value(), it.userId()).number(it.clientCount()),
              in -> new UserLeft(WireValues.room(in), in.text(), in.count())),
          new WireForm<>(
              "event.status/1",
              UserStatus.class,
              (out, it) -> moved(out, it.room().value(), it.userId()).flag(it.online()),
              in -> new UserStatus(WireValues.room(in), in.text(), in.flag())),
          new WireForm<>(
              "reply.whisper/1", Whisper.class, EventForms::whisper, EventForms::whisper),
          new WireForm<>("reply.placed/1", Placed.class, EventForms::placed, EventForms::placed));

  private EventForms() {}

  private static WireOut moved(WireOut out, String room, String user) {
    return out.text(room).text(user);
  }

  private static void direct(WireOut out, Direct direct) {
    WireValues.draft(out, direct.draft());
    Instant timestamp = direct.timestamp();
    out.number(timestamp.getEpochSecond()).number(timestamp.getNano());
  }

  private static Direct direct(WireIn in) {
    return new Direct(WireValues.draft(in), Instant.ofEpochSecond(in.number(), in.number()));
  }

  private static void whisper(WireOut out, Whisper whisper) {
    out.nested(whisper.event()).all(whisper.sharing(), WireValues::room);
  }

  private static Whisper whisper(WireIn in) {
    return new Whisper(in.nested(Event.class), Set.copyOf(in.all(WireValues::room)));
  }

  private static void placed(WireOut out, Placed placed) {
    WireValues.room(out, placed.room());
    out.text(placed.action().name());
  }

  private static Placed placed(WireIn in) {
    return new Placed(WireValues.room(in), RoomAction.valueOf(in.text()));
  }
}
