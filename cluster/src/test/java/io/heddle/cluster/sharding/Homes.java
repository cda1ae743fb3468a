package io.heddle.cluster.sharding;

import io.heddle.actors.protocol.RoomName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** On which node of a test each room was started last. */
final class Homes {
  private final Map<RoomName, String> homes = new ConcurrentHashMap<>();
  private final Set<RoomName> resting = ConcurrentHashMap.newKeySet();

  void started(RoomName room, String node) {
    homes.put(room, node);
    resting.remove(room);
  }

  void rests(RoomName room) {
    resting.add(room);
  }

  Optional<String> of(RoomName room) {
    return Optional.ofNullable(homes.get(room));
  }

  boolean isAwake(RoomName room) {
    return homes.containsKey(room) && !resting.contains(room);
  }
}
