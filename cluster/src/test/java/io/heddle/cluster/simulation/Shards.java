package io.heddle.cluster.simulation;

import io.heddle.actors.protocol.RoomName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the shards live: those of a node that is gone are dealt out one after the other. */
final class Shards {
  private static final int NOWHERE = -1;

  private final int[] homes;
  private final int nodes;

  Shards(int shards, int nodes) {
    this.homes = new int[shards];
    this.nodes = nodes;
    Arrays.setAll(homes, shard -> shard % nodes);
  }

  int of(RoomName room) {
    return Math.floorMod(room.value().hashCode(), homes.length);
  }

  int home(RoomName room) {
    return homes[of(room)];
  }

  boolean isPlaced(RoomName room) {
    return home(room) != NOWHERE;
  }

  /** Takes the shards of a node away; gives them. */
  List<Integer> lost(int node) {
    List<Integer> lost = new ArrayList<>();
    for (int shard = 0; shard < homes.length; shard++) {
      if (homes[shard] == node) {
        homes[shard] = NOWHERE;
        lost.add(shard);
      }
    }
    return lost;
  }

  /** Places a shard on the living node that has fewest. */
  void place(int shard, int gone) {
    int[] load = new int[nodes];
    for (int home : homes) {
      if (home != NOWHERE) {
        load[home]++;
      }
    }
    int best = gone == 0 ? 1 : 0;
    for (int node = 0; node < nodes; node++) {
      if (node != gone && load[node] < load[best]) {
        best = node;
      }
    }
    homes[shard] = best;
  }
}
