package io.heddle.actors.connection;

import io.heddle.actors.cursor.Cursors;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.StartFrom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Where a connection begins in the rooms that the server joins: where its client says, else at its
 * user's cursor, else with what comes next.
 */
final class Beginnings {
  private final CompletionStage<Map<RoomName, StartFrom>> starts;

  private Beginnings(CompletionStage<Map<RoomName, StartFrom>> starts) {
    this.starts = starts;
  }

  /**
   * Asks for cursors, but for rooms where the client says where it is.
   *
   * @param connect the command by which the client was let in
   */
  static Beginnings of(
      List<RoomName> rooms,
      Optional<ClientCommand.Connect> connect,
      Cursors cursors,
      Optional<String> user,
      Optional<String> device) {
    Map<RoomName, Position> explicit = connect.map(ClientCommand.Connect::recover).orElse(Map.of());
    List<RoomName> others = rooms.stream().filter(room -> !explicit.containsKey(room)).toList();
    CompletionStage<Map<RoomName, StartFrom>> stored =
        user.map(each -> cursors.starts(others, each, device))
            .orElseGet(() -> CompletableFuture.completedFuture(Map.of()));
    return new Beginnings(
        stored.thenApply(
            found -> {
              Map<RoomName, StartFrom> all = new HashMap<>(found);
              explicit.forEach((room, at) -> all.put(room, new StartFrom.After(at)));
              return Map.copyOf(all);
            }));
  }

  /** Tells at once where all is known, or some time later, on a thread of the log's. */
  void tell(Consumer<Map<RoomName, StartFrom>> now, Consumer<Map<RoomName, StartFrom>> later) {
    CompletableFuture<Map<RoomName, StartFrom>> known = starts.toCompletableFuture();
    if (known.isDone()) {
      now.accept(known.join());
    } else {
      starts.thenAccept(later);
    }
  }
}
