package io.heddle.app.extending;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.RoomName;
import io.heddle.http.dialect.Dialect;
import io.heddle.http.websocket.Frames;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Lines of text: a client says {@code join chat:42}, and each publication comes as a line. */
public record LinesDialect(int longestRoom, Encoder json) implements Dialect, Encoder {
  @Override
  public String name() {
    return "lines";
  }

  @Override
  public Encoder encoder() {
    return this;
  }

  @Override
  public void decode(byte[] utf8, int from, int to, Consumer<ClientCommand> sink) {
    String[] words = new String(utf8, from, to - from, UTF_8).strip().split(" ", 2);
    boolean join = words.length == 2 && words[0].equals("join");
    Optional<RoomName> room = join ? RoomName.parse(words[1], longestRoom) : Optional.empty();
    sink.accept(
        room.isPresent()
            ? new ClientCommand.Subscribe(List.of(room.get()), Optional.empty())
            : new ClientCommand.Malformed(
                ErrorCode.UNKNOWN_TYPE, "say 'join <room>'", Optional.empty()));
  }

  @Override
  public Frame encode(Event event) {
    return switch (event) {
      case Event.Published(var it) -> line(it.room() + " " + it.draft().data());
      case Event.Subscribed subscribed -> line("joined " + subscribed.room());
      case Event.Failed failed -> line("error " + failed.text());
      default -> json.encode(event);
    };
  }

  private static Frame line(String text) {
    return new Frame(Frames.text(text.getBytes(UTF_8)));
  }
}
