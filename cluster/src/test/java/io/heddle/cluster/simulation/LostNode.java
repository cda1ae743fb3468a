package io.heddle.cluster.simulation;

import io.heddle.actors.protocol.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows when one node of many is given up. Each room has a member on some nodes; beside them
 * every node has users' own rooms that sleep, as it has one for each connection.
 *
 * <pre>
 * java -cp … io.heddle.cluster.simulation.LostNode NODES SHARDS_A_NODE ROOMS NODES_A_ROOM SLEEPING
 * </pre>
 */
final class LostNode {
  private static final int LOST = 0;
  private static final Duration TURN = Duration.ofMillis(200);
  private static final int SLICE = 2_000;

  private final int nodes;
  private final int shardsANode;
  private final int sleeping;
  private final List<Seats> rooms = new ArrayList<>();

  /**
   * What is simulated.
   *
   * @param nodesARoom nodes that have a member of a room, the lost one among them
   * @param sleeping users' own rooms a node, of which nothing is published
   */
  LostNode(int nodes, int shardsANode, int rooms, int nodesARoom, int sleeping) {
    this.nodes = nodes;
    this.shardsANode = shardsANode;
    this.sleeping = sleeping;
    for (int i = 0; i < rooms; i++) {
      List<Integer> on = new ArrayList<>();
      on.add(LOST);
      for (int j = 1; j < nodesARoom; j++) {
        on.add(1 + (i + j) % (nodes - 1));
      }
      this.rooms.add(new Seats(new RoomName("chat:" + i), on.stream().distinct().toList()));
    }
  }

  /** A room, and the nodes that have a member of it. */
  private record Seats(RoomName room, List<Integer> nodes) {
    long living() {
      return nodes.stream().filter(node -> node != LOST).count();
    }
  }

  /**
   * What was seen; times are in milliseconds since the others gave the node up.
   *
   * @param entered what was said until all were in
   * @param said what was said since the loss
   * @param heapARoom bytes on the heap for a room and its local rooms on all nodes
   * @param affected local rooms of living nodes whose room lived on the lost one
   * @param awake the most local rooms of a living node
   * @param attaches to rooms, over the network
   * @param mostAttachesInTenMillis the most of them within ten milliseconds, of all nodes
   * @param attachedAfter when the last of them was answered
   * @param placedAfter when the last shard had a home again
   * @param mostToldInATurn rooms of one node that heard in one turn that a node is gone
   * @param messages all that was said until then
   * @param mostToOneNode of all messages the most to one node within 100 ms
   * @param heardAgain affected local rooms whose members heard the next publication
   */
  record Outcome(
      String entered,
      String said,
      long heapARoom,
      long affected,
      long awake,
      long attaches,
      long mostAttachesInTenMillis,
      long attachedAfter,
      long placedAfter,
      long mostToldInATurn,
      long messages,
      long mostToOneNode,
      long heardAgain) {}

  /** Runs as the arguments say, and tells what was seen. */
  public static void main(String[] arguments) {
    int[] numbers = new int[arguments.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Integer.parseInt(arguments[i]);
    }
    LostNode simulation = new LostNode(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    System.out.println(simulation.run());
  }

  Outcome run() {
    try (SimulatedCluster cluster = new SimulatedCluster(nodes, shardsANode)) {
      List<Listener> members = sleepers(cluster);
      long before = heap();
      enter(cluster, members);
      long heapARoom = (heap() - before) / rooms.size();
      String entered = cluster.journal().toString();
      List<Seats> affected = rooms.stream().filter(it -> cluster.home(it.room) == LOST).toList();
      long locals = affected.stream().mapToLong(Seats::living).sum();

      cluster.journal().forget();
      long gone = cluster.now();
      cluster.lose(LOST);
      long most = mostToldInATurn(cluster);
      Journal journal = cluster.journal();
      String said = journal.toString();
      long attaches = journal.messages("Attach");
      long inTen = journal.most("Attach", 10);
      long attached = journal.last("Attached") - gone;
      long messages = journal.messages();
      long toOne = journal.mostToOneNode(100);

      return new Outcome(
          entered,
          said,
          heapARoom,
          locals,
          awake(),
          attaches,
          inTen,
          attached,
          SimulatedCluster.placed(shardsANode),
          most,
          messages,
          toOne,
          heardAgain(cluster, members, affected));
    }
  }

  private List<Listener> sleepers(SimulatedCluster cluster) {
    List<Listener> members = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      Listener member = new Listener("member-" + node);
      members.add(member);
      for (int i = 0; i < sleeping; i++) {
        cluster.enter(node, new RoomName("user:" + node + "-" + i), member);
      }
    }
    cluster.pass(Duration.ofSeconds(1));
    return members;
  }

  private void enter(SimulatedCluster cluster, List<Listener> members) {
    for (int i = 0; i < rooms.size(); i += SLICE) {
      for (Seats it : rooms.subList(i, Math.min(rooms.size(), i + SLICE))) {
        it.nodes.forEach(node -> cluster.subscribe(node, it.room, members.get(node)));
      }
      cluster.pass(Duration.ofMillis(100));
    }
    cluster.pass(Duration.ofSeconds(10));
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Lets time pass until all has been said that follows. */
  private long mostToldInATurn(SimulatedCluster cluster) {
    double[] told = new double[nodes];
    long most = 0;
    for (int turn = 0; turn < 50; turn++) {
      for (int node = 1; node < nodes; node++) {
        told[node] = cluster.node(node).told();
      }
      cluster.pass(TURN);
      for (int node = 1; node < nodes; node++) {
        most = Math.max(most, Math.round(cluster.node(node).told() - told[node]));
      }
    }
    return most;
  }

  private long awake() {
    int[] counts = new int[nodes];
    rooms.forEach(it -> it.nodes.forEach(node -> counts[node]++));
    long most = 0;
    for (int node = 1; node < nodes; node++) {
      most = Math.max(most, counts[node]);
    }
    return most;
  }

  /** Publishes into the affected rooms one by one, so that no two come as one. */
  private long heardAgain(SimulatedCluster cluster, List<Listener> members, List<Seats> affected) {
    long before = heard(members);
    affected.forEach(it -> cluster.publish(1, it.room));
    cluster.pass(Duration.ofSeconds(2));
    return heard(members) - before;
  }

  private long heard(List<Listener> members) {
    long heard = 0;
    for (int node = 1; node < nodes; node++) {
      heard += members.get(node).publications();
    }
    return heard;
  }
}
