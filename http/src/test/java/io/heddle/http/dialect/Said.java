package io.heddle.http.dialect;

import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is read from a client's text, and the values that tests expect there. */
final class Said {
  static final DialectLimits LIMITS = new DialectLimits(32, 3);

  /** All dialects that the product has. */
  static final Dialects DIALECTS = Dialects.load(LIMITS, Clock.systemUTC());

  private Said() {}

  /**
   * Decodes from the middle of an array that is overwritten afterwards, as a socket's buffer is.
   */
  static List<ClientCommand> commands(String text) {
    return commands(HeddleV1.NAME, text);
  }

  /** The same in another dialect. */
  static List<ClientCommand> commands(String dialect, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] buffer = new byte[utf8.length + 11];
    Arrays.fill(buffer, (byte) '}');
    System.arraycopy(utf8, 0, buffer, 7, utf8.length);
    List<ClientCommand> commands = new ArrayList<>();
    DIALECTS.find(dialect).orElseThrow().decode(buffer, 7, 7 + utf8.length, commands::add);
    Arrays.fill(buffer, (byte) 'X');
    return commands;
  }

  static List<RoomName> rooms(String... names) {
    return Stream.of(names).map(RoomName::new).toList();
  }

  static Payload json(String json) {
    try {
      return Payload.parse(json);
    } catch (MalformedJsonException fault) {
      throw new IllegalArgumentException(json, fault);
    }
  }

  static Optional<CorrelationId> id(String json) {
    return Optional.of(new CorrelationId(json(json)));
  }

  static Optional<CorrelationId> noId() {
    return Optional.empty();
  }

  static ClientCommand subscribe(String... rooms) {
    return new ClientCommand.Subscribe(rooms(rooms), noId());
  }

  /** Rooms of which the first is resumed behind an offset of epoch {@code e}. */
  static ClientCommand recover(long offset, String... rooms) {
    Position position = new Position("e", offset);
    return new ClientCommand.Subscribe(
        rooms(rooms), Map.of(rooms(rooms).getFirst(), position), 0, noId());
  }

  /** Into {@code chat:42} with a state. */
  static ClientCommand stated(String state) {
    return new ClientCommand.Subscribe(
        rooms("chat:42"), Map.of(), 0, Optional.of(json(state)), noId());
  }

  static ClientCommand last(int count, String... rooms) {
    return new ClientCommand.Subscribe(rooms(rooms), Map.of(), count, noId());
  }

  static ClientCommand history(String room, Optional<Position> since, int limit, boolean reverse) {
    return new ClientCommand.History(new RoomName(room), since, limit, reverse, noId());
  }

  static ClientCommand unsubscribe(String... rooms) {
    return new ClientCommand.Unsubscribe(rooms(rooms), noId());
  }

  static ClientCommand publish(String room, String type, String data) {
    return new ClientCommand.Publish(
        new RoomName(room), type, json(data), Optional.empty(), Optional.empty(), noId());
  }

  static ClientCommand invalid(String text) {
    return new ClientCommand.Malformed(ErrorCode.INVALID_MESSAGE, text, noId());
  }

  static ClientCommand refused(ErrorCode code) {
    return new ClientCommand.Malformed(code, code.text(), noId());
  }
}
