package io.heddle.cluster.sharding;

import static io.heddle.actors.testing.World.eventually;
import static io.heddle.cluster.sharding.FabricCluster.published;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.testing.TestSettings;
import io.heddle.cluster.redis.RedisProcess;
import io.heddle.cluster.redislog.RedisRoomLog;
import io.heddle.config.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the members of other nodes see of a node that goes. */
class NodesGoTest {
  private static final String[] SETTINGS = {
    "HEDDLE_ROOMS_PUBLISH_TIMEOUT", "20s", "HEDDLE_ROOMS_PUBLISH_RETRY", "200ms"
  };

  private static String user() {
    return "u-" + UUID.randomUUID();
  }

  private static void end(FabricNode node, boolean killed) {
    if (killed) {
      node.kill();
    } else {
      node.leave();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNodeThatGoesTakesItsMembersAlongAndNobodyElseMissesAnything(boolean killed) {
    try (FabricCluster cluster = FabricCluster.of(3, SETTINGS)) {
      nobodyMissesAnything(cluster, killed);
    }
  }

  @Test
  void whatIsInRedisSurvivesTheNodeThatWroteIt() {
    Settings settings = TestSettings.with(SETTINGS);
    try (RedisProcess redis = new RedisProcess().start()) {
      Settings withRedis =
          TestSettings.with(
              "HEDDLE_ROOMS_PUBLISH_TIMEOUT", "20s",
              "HEDDLE_ROOMS_PUBLISH_RETRY", "200ms",
              "REDIS_URL", redis.url());
      var log =
          RedisRoomLog.open(
              withRedis.redis(),
              LogRules.of(settings),
              new LogMetrics(new SimpleMeterRegistry()),
              Clock.systemUTC());
      try (FabricCluster cluster = FabricCluster.over(log, 3, settings, ConfigFactory.empty())) {
        nobodyMissesAnything(cluster, true);
      }
    }
  }

  private static void nobodyMissesAnything(FabricCluster cluster, boolean killed) {
    FabricNode goes = cluster.node(2);
    List<RoomName> rooms = new ArrayList<>();
    cluster.nodes.forEach(home -> rooms.add(cluster.roomOn(home, "chat")));
    String anna = user();
    FabricClient first = cluster.node(0).connect(anna);
    FabricClient second = cluster.node(1).connect(anna);
    FabricClient lost = goes.connect(user());
    for (RoomName room : rooms) {
      first.in(room);
      second.in(room);
      lost.in(room);
      published(cluster.node(0), room, "0");
    }
    RoomName own = new RoomName("user:" + anna);
    published(cluster.node(1), own, "0");
    rooms.add(own);
    List<String> all = IntStream.rangeClosed(0, 20).mapToObj(Integer::toString).toList();

    Thread end = Thread.ofVirtual().start(() -> end(goes, killed));
    for (int i = 1; i <= 20; i++) {
      for (RoomName room : rooms) {
        published(cluster.node(i % 2), room, Integer.toString(i));
      }
    }

    eventually(
        () -> {
          for (RoomName room : rooms) {
            assertThat(first.publications(room)).as("%s", room).isEqualTo(all);
            assertThat(second.publications(room)).as("%s", room).isEqualTo(all);
          }
        });
    assertThat(first.heard("unsubscribed")).isEmpty();
    joined(end);
    cluster.awaitWhole();
    for (RoomName room : rooms.subList(0, 3)) {
      eventually(() -> assertThat(members(cluster.node(0), room)).isEqualTo(2));
    }
    assertThat(published(cluster.node(1), rooms.getFirst(), "21").receivers()).isEqualTo(2);
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static int members(FabricNode node, RoomName room) {
    PresenceReply told = node.fabric.presence(room).toCompletableFuture().join();
    return told instanceof PresenceReply.Present present ? present.clientCount() : -1;
  }

  @Test
  @Tag("long")
  void whoseRoomsLiveElsewhereIsOnlyTakenOutWhenItsNodeIsGone() {
    try (FabricCluster cluster = FabricCluster.of(3, SETTINGS)) {
      List<RoomName> rooms = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        rooms.add(new RoomName("chat:" + i));
      }
      FabricClient stays = cluster.node(0).connect(user());
      FabricClient goes = cluster.node(2).connect(user());
      rooms.forEach(stays::in);
      rooms.forEach(goes::in);
      rooms
          .subList(0, 100)
          .forEach(
              room -> eventually(() -> assertThat(members(cluster.node(0), room)).isEqualTo(2)));

      cluster.node(2).kill();
      cluster.awaitWhole();

      for (RoomName room : rooms) {
        eventually(() -> assertThat(members(cluster.node(0), room)).isEqualTo(1));
        published(cluster.node(1), room, "1");
      }
      eventually(
          () ->
              assertThat(rooms)
                  .allSatisfy(room -> assertThat(stays.publications(room)).containsExactly("1")));
    }
  }

  @Test
  void aNodeThatComesTakesRoomsOverAndNobodyMissesAnything() {
    try (FabricCluster cluster = FabricCluster.of(2, SETTINGS)) {
      List<RoomName> rooms = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        rooms.add(new RoomName("chat:" + i));
      }
      FabricClient first = cluster.node(0).connect(user());
      FabricClient second = cluster.node(1).connect(user());
      rooms.forEach(first::in);
      rooms.forEach(second::in);

      FabricNode comes = cluster.start();
      cluster.awaitWhole();
      FabricClient third = comes.connect(user());
      rooms.forEach(third::in);
      for (RoomName room : rooms) {
        published(comes, room, "1");
      }

      eventually(
          () -> {
            for (RoomName room : rooms) {
              assertThat(first.publications(room)).containsExactly("1");
              assertThat(second.publications(room)).containsExactly("1");
              assertThat(third.publications(room)).containsExactly("1");
            }
          });
    }
  }
}
