package io.heddle.cluster.sharding;

import static io.heddle.cluster.sharding.FabricCluster.published;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.protocol.ToLocalRooms.Subscribe;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.testing.FakeSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How many messages go between nodes for what people do, and for nothing: the figures of
 * docs/scale.md. Counts do not depend on how busy the machine is, but for what is repeated when an
 * answer is late.
 */
class TrafficTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final int MEMBERS = 3;

  /** As nodes have it that are several, but for the sizes of frames. */
  private static final Config AS_DEPLOYED =
      Traffic.COUNTED
          .withFallback(resource("calm.conf"))
          .withFallback(resource("shared.conf"))
          .withoutPath("pekko.remote.artery.advanced.buffer-pool-size");

  private final List<String> report = new ArrayList<>();

  private static Config resource(String name) {
    return ConfigFactory.parseResources(
        TrafficTest.class.getClassLoader(), "io/heddle/cluster/" + name);
  }

  @Test
  void aPublicationCostsOneMessageForEachOtherNodeHoweverManyMembersItHas() {
    int rooms = 30;
    try (FabricCluster cluster = FabricCluster.of(3, AS_DEPLOYED)) {
      List<RoomName> names = rooms(rooms);
      cluster.nodes.forEach(node -> subscribe(node, names));
      awaitQuiet();

      Traffic.forget();
      names.forEach(room -> published(cluster.node(0), room, "1"));
      awaitQuiet();

      assertThat(Traffic.sent("Deliver")).isBetween(1L, 2L * rooms);
      assertThat(Traffic.sent("Delivered")).isBetween(1L, 2L * rooms);
      assertThat(Traffic.sent("Publish")).isLessThanOrEqualTo(2L * rooms);
      assertThat(Traffic.sent("Attach")).isZero();
      assertThat(Traffic.ofFabric()).isLessThan(8L * rooms);
    }
  }

  @Test
  @Tag("long")
  void theTrafficOfOneToThreeNodesIsToldInAReport() throws IOException {
    for (int size = 1; size <= 3; size++) {
      measure(size, 1_000);
    }
    Path file = Path.of("target", "traffic.txt");
    Files.write(file, report);
    assertThat(file).isNotEmptyFile();
  }

  private void measure(int size, int rooms) {
    try (FabricCluster cluster = FabricCluster.of(size, AS_DEPLOYED)) {
      List<RoomName> names = rooms(rooms);
      awaitQuiet();
      idle(size, 0);

      Traffic.forget();
      List<FakeSocket> sockets = new ArrayList<>();
      cluster.nodes.forEach(node -> sockets.addAll(subscribe(node, names)));
      awaitQuiet();
      tell(size + " nodes, " + MEMBERS + " members of each of " + rooms + " rooms on each come in");

      Traffic.forget();
      publish(cluster.node(0), names, sockets.getFirst());
      awaitQuiet();
      tell(size + " nodes, a publication of node 1 into each of " + rooms + " rooms");

      idle(size, rooms);
      if (size > 1) {
        death(cluster, names, sockets.getFirst());
      }
    }
  }

  private void death(FabricCluster cluster, List<RoomName> names, FakeSocket stays) {
    int size = cluster.nodes.size();
    Traffic.forget();
    cluster.node(size - 1).kill();
    within(
        () ->
            assertThat(cluster.up().toList())
                .allSatisfy(
                    node -> assertThat(node.view()).isEqualTo(List.of(size - 1, size - 1))));
    awaitQuiet();
    tell("one of " + size + " nodes dies, with members of " + names.size() + " rooms");
    publish(cluster.node(0), names, stays);
  }

  private void idle(int size, int rooms) {
    Duration time = Duration.ofSeconds(20);
    Traffic.forget();
    long began = System.nanoTime();
    Awaitility.await()
        .atMost(time.plus(PATIENCE))
        .until(() -> System.nanoTime() - began >= time.toNanos());
    tell(size + " nodes at rest for " + time.toSeconds() + " s, attached to " + rooms + " rooms");
  }

  private void tell(String what) {
    report.add(what);
    Traffic.sent()
        .forEach(
            (kind, sum) ->
                report.add("  %-50s %7d %10d bytes".formatted(kind, sum.messages(), sum.bytes())));
  }

  private static List<RoomName> rooms(int count) {
    String prefix = "chat:" + UUID.randomUUID() + "-";
    return IntStream.range(0, count).mapToObj(i -> new RoomName(prefix + i)).toList();
  }

  private static void publish(FabricNode node, List<RoomName> rooms, FakeSocket member) {
    int before = member.frames();
    rooms.forEach(node::publish);
    within(() -> assertThat(member.frames()).isGreaterThanOrEqualTo(before + rooms.size()));
  }

  private static List<FakeSocket> subscribe(FabricNode node, List<RoomName> rooms) {
    List<FakeSocket> sockets = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      FakeSocket socket = new FakeSocket();
      sockets.add(socket);
      rooms.forEach(
          room ->
              node.node.tell(
                  new ToNode.ForRooms(
                      new Subscribe(
                          room, socket, 1, StartFrom.NOW, Optional.empty(), Optional.empty()))));
      within(() -> assertThat(socket.frames()).isGreaterThanOrEqualTo(rooms.size()));
    }
    return sockets;
  }

  /** Waits until rooms and nodes have nothing to say to each other for a while. */
  private static void awaitQuiet() {
    long[] last = {-1, 0};
    Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(PATIENCE)
        .until(
            () -> {
              long sent = Traffic.ofFabric();
              long now = System.nanoTime();
              if (sent != last[0]) {
                last[0] = sent;
                last[1] = now;
              }
              return now - last[1] >= QUIET.toNanos();
            });
  }

  private static void within(ThrowingRunnable assertion) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(PATIENCE)
        .untilAsserted(assertion);
  }
}
