package io.heddle.cluster.redis;

import io.heddle.actors.log.KeyScope;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToPublisher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Rooms that know their keys, as the log's do, whichever node publishes. */
final class KeyedRooms
    implements Function<RecordingFabric.Published, CompletionStage<ToPublisher.Answer>> {
  /** Rooms that answer otherwise. */
  final Map<String, ErrorCode> failing = new ConcurrentHashMap<>();

  private final Map<RoomName, List<String>> logs = new HashMap<>();
  private final Set<String> keys = new HashSet<>();

  @Override
  public synchronized CompletionStage<ToPublisher.Answer> apply(RecordingFabric.Published publish) {
    ErrorCode error = failing.get(publish.room().value());
    if (error != null) {
      return CompletableFuture.completedFuture(new ToPublisher.Failed(error));
    }
    boolean keyed = publish.draft().key().isPresent();
    if (keyed && !keys.add(publish.room() + " " + KeyScope.scoped(publish.draft()))) {
      return CompletableFuture.completedFuture(RecordingFabric.DUPLICATE);
    }
    logs.computeIfAbsent(publish.room(), _ -> new ArrayList<>())
        .add(publish.draft().data().toString());
    return CompletableFuture.completedFuture(RecordingFabric.PUBLISHED);
  }

  /** What a room has, in its order. */
  synchronized List<String> log(String room) {
    return List.copyOf(logs.getOrDefault(new RoomName(room), List.of()));
  }

  synchronized int size() {
    return logs.values().stream().mapToInt(List::size).sum();
  }
}
