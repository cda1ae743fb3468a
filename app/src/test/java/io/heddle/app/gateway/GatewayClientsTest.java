package io.heddle.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.TestRedis;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import io.heddle.config.load.Preset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Clients in plain JavaScript run unchanged. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayClientsTest {
  private final TestRedis redis = new TestRedis();
  private List<String> js = List.of();

  @BeforeAll
  void start() {
    Optional<List<String>> found = NodeJs.find();
    assumeTrue(found.isPresent(), "no Node on the path that knows WebSockets (20.10 or newer)");
    js = found.get();
    redis.start();
  }

  @AfterAll
  void stop() {
    redis.close();
  }

  @Test
  void aClientOfTheErpHearsItsNotificationsAndEvents() {
    try (TestNode node = node(Preset.ERP);
        Script client = Script.run(js, "erp.js", url(node, "/ws"), Token.of("alice"))) {
      client.says("ack subscribe user_events", "ready");
      redis.publish(
          "notifications:alice",
          "{\"title\":\"Order 7\",\"message\":\"has shipped\",\"type\":\"info\"}");
      client.says("notification alice Order 7: has shipped (info)");
      redis.publish("events:user_events", "{\"action\":\"user_login\",\"user_id\":\"7\"}");
      client.says("event user_events user_login 7");
      client.says("ack unsubscribe user_events", "error room name is required", "closed 1000");
      client.ends();
    }
  }

  @Test
  void aClientOfTheBoardHearsOfTasksAndOfOthers() {
    try (TestNode node = node(Preset.BOARD);
        Script client = Script.run(js, "board.js", url(node, "/ws/connect"), Token.of("alice"))) {
      client.says("auth_success alice", "error unknown_type unknown message type");
      try (WireClient bob = WireClient.open(node.port(), "/ws/connect", Token.bearer("bob"))) {
        bob.text();
        bob.send(
            "{\"type\":\"subscription\",\"data\":{\"action\":\"subscribe\",\"project_id\":\"p\"}}");
        client.says("user_joined bob");
        bob.sendClose(1000);
        client.says("user_left bob");
      }
      task(node, "task_created", "{\"task_id\":\"t\",\"project_id\":\"p\",\"task\":{}}");
      client.says("task_created t p");
      String changes = "{\"status\":{\"old\":\"todo\",\"new\":\"done\"}}";
      task(node, "task_updated", "{\"changes\":" + changes + ",\"task\":{\"title\":\"Write\"}}");
      client.says("task_updated Write status todo done");
      task(node, "task_deleted", "{\"task_id\":\"t\"}");
      task(node, "project_updated", "{\"project_id\":\"p\"}");
      task(node, "status_changed", "{\"status\":\"done\"}");
      client.says("task_deleted t", "project_updated p", "status_changed done");
      node.post("/websocket/users/alice/disconnect", "{\"reason\":\"bye\"}");
      client.says("error connection_closed connection terminated", "closed 4410 bye");
      client.ends();
    }
  }

  private static void task(TestNode node, String type, String data) {
    String body = "{\"type\":\"" + type + "\",\"data\":" + data + "}";
    assertThat(node.post("/api/v1/websocket/projects/p/message", body).statusCode()).isEqualTo(200);
  }

  @Test
  void clientsOfTheRoomServerSpeakWithoutATokenAndHearItsErrors() {
    try (TestNode node = node(Preset.ROOMS);
        Script client = Script.run(js, "rooms.js", url(node, "/ws"))) {
      client.says("subscribed chat chat 1", "subscribed chat chat 2");
      client.says("message ann chat hello true", "message ben chat hello true");
      client.says("broadcast ann everybody", "broadcast ben everybody");
      client.says("pong", "unsubscribed chat");
      client.says(
          "error not subscribed to this room",
          "error room name is required",
          "error unknown message type",
          "error invalid JSON format");
      client.ends();
    }
  }

  @Test
  void aClientOfTheTradingFeedHearsWhatWasPublishedAsItWas() {
    try (TestNode node = node(Preset.TRADING);
        Script client = Script.run(js, "trading.js", url(node, "/ws"))) {
      client.says("stats 200 object", "ready");
      redis.publish(
          "websocket:rooms",
          "{\"room\":\"orders\",\"data\":{\"type\":\"order_update\",\"order_id\":\"o-1\","
              + "\"status\":\"filled\",\"timestamp\":1700000000}}");
      client.says("order_update o-1 filled 1700000000");
      redis.publish(
          "websocket:rooms",
          "{\"room\":\"market_data\",\"type\":\"tick\",\"data\":{\"symbol\":\"X\",\"price\":1.5}}");
      client.says("tick X 1.5 true", "closed 1000");
      client.ends();
    }
  }

  @Test
  void aClientOfTheHubHearsAllItsTypes() {
    String token =
        Token.signed(
            "{\"sub\":\"alice\",\"groups\":[\"red\"],\"exp\":" + Token.inSeconds(3600) + "}");
    try (TestNode node = node(Preset.HUB);
        Script client = Script.run(js, "hub.js", url(node, "/websocket/connect"), token)) {
      client.says("connected alice user:alice group:red system", "ready");
      say("websocket:users", "\"user_id\":\"alice\",\"type\":\"message\",\"data\":1");
      say("websocket:users", "\"user_id\":\"alice\",\"type\":\"notification\",\"data\":2");
      say("websocket:users", "\"user_id\":\"alice\",\"type\":\"user_profile_update\",\"data\":3");
      client.says("message 1", "notification 2", "user_profile_update 3");
      say(
          "websocket:rooms",
          "\"room\":\"group:red\",\"type\":\"group_membership_change\",\"data\":4");
      say("websocket:rooms", "\"room\":\"group:red\",\"type\":\"presence\",\"data\":5");
      say("websocket:rooms", "\"room\":\"group:red\",\"type\":\"room_update\",\"data\":6");
      client.says("group_membership_change 4", "presence 5", "room_update 6");
      say("websocket:system", "\"data\":7");
      say("websocket:messages", "\"type\":\"backend_status\",\"data\":8");
      say("websocket:messages", "\"type\":\"critical_alert\",\"data\":9");
      say("websocket:messages", "\"type\":\"service_recovery\",\"data\":10");
      client.says("system_notification 7", "backend_status 8", "critical_alert 9");
      client.says("service_recovery 10", "closed 1000");
      client.ends();
    }
  }

  private void say(String channel, String fields) {
    redis.publish(channel, "{" + fields + ",\"origin\":\"another\"}");
  }

  private TestNode node(Preset preset) {
    return TestNode.preset(preset, "heddle.redis.url = \"" + redis.url() + "\"");
  }

  private static String url(TestNode node, String path) {
    return "ws://127.0.0.1:" + node.port() + path;
  }
}
