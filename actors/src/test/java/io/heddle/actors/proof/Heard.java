package io.heddle.actors.proof;

import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a client heard that matters for what it missed, as it goes over the wire and back. */
sealed interface Heard {
  /** The room, for all but answers to a publish, which name it too. */
  RoomName room();

  /** It is in, at the room's head. */
  record In(RoomName room, Position head, Optional<Boolean> recovered, String id)
      implements Heard {}

  /** It is out, whether it wanted to be or not. */
  record Out(RoomName room) implements Heard {}

  /** A publication. */
  record Message(RoomName room, Position position, String data) implements Heard {}

  /** Its publish is in the room. */
  record Accepted(RoomName room, Position position, String id) implements Heard {}

  /** Its publish or its subscribe failed. */
  record Refused(RoomName room, String code, String id) implements Heard {}

  /** The frame of an event; empty where it does not matter. */
  static Frame frame(Event event) {
    String line =
        switch (event) {
          case Event.Published(var p) -> line("message", p.room(), p.position(), p.draft().data());
          case Event.Subscribed s ->
              line(
                  "in",
                  s.room(),
                  s.head(),
                  s.recovery().map(it -> String.valueOf(it.recovered())).orElse("-")
                      + " "
                      + s.id().orElseThrow().json());
          case Event.Unsubscribed u -> line("out", u.room(), new Position("-", 0), "-");
          case Event.PublishAccepted a ->
              line("accepted", a.room(), a.position(), a.id().orElseThrow().json());
          case Event.Failed f ->
              line(
                  "refused",
                  f.room().orElse(RoomName.SYSTEM),
                  new Position(f.code().code(), 0),
                  f.id().map(id -> id.json().toString()).orElse("-"));
          default -> "";
        };
    return new Frame(line.getBytes(StandardCharsets.UTF_8));
  }

  private static String line(String kind, RoomName room, Position position, Object last) {
    return "%s %s %s %d %s%n".formatted(kind, room, position.epoch(), position.offset(), last);
  }

  /** What a line says. */
  static Heard parse(String line) {
    String[] words = line.split(" ", -1);
    RoomName room = new RoomName(words[1]);
    Position position = new Position(words[2], Long.parseLong(words[3]));
    return switch (words[0]) {
      case "message" -> new Message(room, position, words[4]);
      case "in" ->
          new In(
              room,
              position,
              words[4].equals("-") ? Optional.empty() : Optional.of(words[4].equals("true")),
              words[5]);
      case "out" -> new Out(room);
      case "accepted" -> new Accepted(room, position, words[4]);
      default -> new Refused(room, words[2], words[4]);
    };
  }
}
