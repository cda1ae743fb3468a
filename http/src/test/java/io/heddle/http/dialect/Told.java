package io.heddle.http.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Attendee;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.MemberState;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.http.websocket.Frames;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.provider.Arguments;

/** Events, and the text that a dialect tells them in. */
final class Told {
  static final String CLIENT_TEXT = "0123cdef-0000-4fff-8abc-00000000002a";
  static final ClientId CLIENT = new ClientId(UUID.fromString(CLIENT_TEXT));

  /** What the clock of dialects that tests ask for shows. */
  static final Instant NOW = Instant.parse("2026-01-31T08:15:30.007Z");

  static final Instant EXPIRY = Instant.parse("2026-01-31T09:00:00Z");
  static final Position HEAD = new Position("e1", 17);

  private Told() {}

  /** The payload, found by the length that the header's second byte tells (RFC 6455, 5.2). */
  static String text(Dialect dialect, Event event) {
    byte[] frame = dialect.encoder().encode(event).bytes();
    int header =
        switch (frame[1]) {
          case 126 -> 4;
          case 127 -> 10;
          default -> 2;
        };
    byte[] payload = Arrays.copyOfRange(frame, header, frame.length);
    assertThat(frame).isEqualTo(Frames.text(payload));
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** In a dialect by its name, with quotes as test tables have them, and any id for its own. */
  static String quoted(String dialect, Event event) {
    Dialect found =
        Dialects.load(Said.LIMITS, Clock.fixed(NOW, ZoneOffset.UTC)).find(dialect).orElseThrow();
    return text(found, event)
        .replaceAll("\"message_id\":\"[0-9a-f-]{36}\"", "\"message_id\":\"ID\"")
        .replace('"', '\'');
  }

  /** A row of a table: an event, and what is told of it with single quotes. */
  static Arguments row(Event event, String told) {
    return arguments(event, told);
  }

  static Event published(String room, String type, String data, Sender sender) {
    Draft draft = Draft.of(type, Said.json(data), "m-1", sender);
    return new Event.Published(new Publication(new RoomName(room), HEAD, 1_234, draft));
  }

  static Event direct(String type, String data, Sender sender) {
    return new Event.Direct(Draft.of(type, Said.json(data), "m-1", sender), EXPIRY);
  }

  /** Somebody's on a connection. */
  static Sender alice() {
    return new Sender(Optional.of("alice"), Optional.of(CLIENT));
  }

  static Event connected() {
    return new Event.Connected(
        CLIENT,
        Optional.of("u"),
        Duration.ofSeconds(54),
        Optional.of(EXPIRY),
        List.of(
            new Event.JoinedRoom(new RoomName("user:u"), Optional.of(HEAD)),
            new Event.JoinedRoom(RoomName.SYSTEM, Optional.empty())),
        Said.id("1"));
  }

  static Event subscribed(String room, Optional<CorrelationId> id) {
    return new Event.Subscribed(new RoomName(room), HEAD, 3, id);
  }

  static Event unsubscribed(String room, Optional<CorrelationId> id) {
    return new Event.Unsubscribed(new RoomName(room), Optional.empty(), id);
  }

  static Event ousted(String room) {
    return new Event.Unsubscribed(
        new RoomName(room),
        Optional.of(new Event.ForcedOut("insufficient_state", "gap")),
        Optional.empty());
  }

  /** Alice with a state on two connections, bob on one, and one of nobody's. */
  static Event present(RoomName room, Optional<CorrelationId> id) {
    MemberState state = new MemberState(Payload.of("{\"m\":1.0}"), 7);
    List<Attendee> users =
        List.of(new Attendee("a", 2, Optional.of(state)), new Attendee("b", 1, Optional.empty()));
    return new Event.PresenceState(room, 4, Optional.of(users), id);
  }

  static Event failed(ErrorCode code, String text, Optional<String> room) {
    return new Event.Failed(code, text, room.map(RoomName::new), Said.id("7"));
  }
}
