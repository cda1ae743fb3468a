package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Sender;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What entries become, and what those that are bad become. */
class StreamIngressTest extends StreamCase {
  @Test
  void anEntryArrivesWithAllThatItSays() {
    StreamNode node = node("a");

    add(
        "room",
        "chat:1",
        "type",
        "task_created",
        "data",
        "{ \"n\": 1.10 }",
        "key",
        "k1",
        "conflation_key",
        "c1",
        "message_id",
        "m1",
        "from",
        "bob",
        "unknown",
        "left alone");

    eventually().until(() -> node.fabric.published.size() == 1);
    var published = node.fabric.published.getFirst();
    assertThat(published.room()).hasToString("chat:1");
    Draft draft = published.draft();
    assertThat(draft.type()).isEqualTo("task_created");
    assertThat(draft.data()).hasToString("{ \"n\": 1.10 }");
    assertThat(draft.key()).contains("k1");
    assertThat(draft.conflationKey()).contains("c1");
    assertThat(draft.messageId()).isEqualTo("m1");
    assertThat(draft.sender()).isEqualTo(Sender.user("bob"));
    assertThat(draft.relayed()).isFalse();
    awaitSettled();
  }

  @Test
  void anEntryForAUserNeedsNoMoreThanData() {
    StreamNode node = node("a");

    add("user", "alice", "data", "7");

    eventually().until(() -> node.fabric.published.size() == 1);
    assertThat(node.fabric.published.getFirst().room()).hasToString("user:alice");
    Draft draft = node.fabric.published.getFirst().draft();
    assertThat(draft.type()).isEqualTo("message");
    assertThat(draft.sender()).isEqualTo(Sender.SERVER);
    assertThat(draft.key())
        .as("so that it is known when it is read again")
        .contains(draft.messageId());
    awaitSettled();
    assertThat(node.count("tries", "outcome", "published")).isOne();
    assertThat(node.count("read")).isOne();
  }

  @Test
  void whatWasThereBeforeTheFirstReaderIsRead() {
    addTo("chat:1", 0, 10);

    node("a");

    awaitLog("chat:1", 10);
    awaitSettled();
  }

  @Test
  void theSameKeyIsPublishedOnce() {
    StreamNode node = node("a");

    add("room", "chat:1", "data", "1", "key", "k");
    add("room", "chat:1", "data", "2", "key", "k");
    add("room", "chat:1", "data", "3");
    add("room", "chat:1", "data", "3");

    eventually().until(() -> node.count("tries", "outcome", "published") == 3);
    assertThat(node.count("tries", "outcome", "duplicate")).isOne();
    assertThat(rooms.log("chat:1")).containsExactly("1", "3", "3");
    awaitSettled();
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        bad("bad_field", "'data' is missing", "room", "chat:1"),
        bad("garbage", "'data'", "room", "chat:1", "data", "{\"n\":"),
        bad("garbage", "'data'", "room", "chat:1", "data", "1 2"),
        bad("no_target", "'room' and 'user' are missing", "data", "1"),
        bad("bad_room", "'room' and 'user' are both given", "room", "a", "user", "b", "data", "1"),
        bad("bad_room", "'room'", "room", "chat:", "data", "1"),
        bad("bad_room", "'room': namespace 'nowhere'", "room", "nowhere:1", "data", "1"),
        bad("bad_room", "'user'", "user", "a\nb", "data", "1"),
        bad("bad_field", "'user' is empty", "user", "", "data", "1"),
        bad("bad_type", "'type' is reserved", "room", "chat:1", "type", "subscribed", "data", "1"),
        bad("bad_type", "'type'", "room", "chat:1", "type", "two words", "data", "1"),
        bad("bad_field", "'key'", "room", "chat:1", "data", "1", "key", "k".repeat(65)),
        bad(
            "bad_field",
            "'conflation_key'",
            "room",
            "c",
            "data",
            "1",
            "conflation_key",
            "k".repeat(65)),
        bad("bad_field", "'room' is given twice", "room", "a", "room", "b", "data", "1"),
        bad("too_large", "'data' has 101 bytes", "room", "c", "data", "1".repeat(101)));
  }

  private static Arguments bad(String reason, String error, String... fields) {
    return Arguments.of(reason, error, List.of(fields));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadEntryIsBuriedAtOnceWithItsReasonAndStopsNothing(
      String reason, String error, List<String> fields) {
    StreamNode node =
        node(
            "a", "heddle { rooms.undeclared = refuse, websocket.max-message-size = 100 }", _ -> {});

    String id = add(fields.toArray(String[]::new));
    add("room", "chat:1", "data", "\"fine\"");

    awaitSettled();
    assertThat(rooms.log("chat:1")).containsExactly("\"fine\"");
    assertThat(dead())
        .singleElement()
        .satisfies(
            fieldsOfDead -> {
              assertThat(fieldsOfDead.subList(0, 4)).containsExactly("entry", id, "reason", reason);
              assertThat(fieldsOfDead.get(4)).isEqualTo("error");
              assertThat(fieldsOfDead.get(5)).contains(error);
              assertThat(fieldsOfDead.subList(8, fieldsOfDead.size())).isEqualTo(fields);
            });
    assertThat(node.count("dead", "reason", reason)).isOne();
  }

  @Test
  void dataThatIsNotUtf8IsBuried() {
    node("a");

    redis.with(
        c ->
            c.sync()
                .xadd(
                    utf8(STREAM),
                    utf8("room"),
                    utf8("chat:1"),
                    utf8("data"),
                    new byte[] {'"', (byte) 0xff, '"'}));

    awaitSettled();
    assertThat(dead()).singleElement().asString().contains("reason, garbage");
  }

  @Test
  void theDeadAreKeptUpToABound() {
    node("a", "heddle.redis.ingress.dead-max = 3", _ -> {});

    for (int i = 0; i < 10; i++) {
      add("nothing", "of use", "n", Integer.toString(i));
    }

    awaitSettled();
    assertThat(dead()).hasSize(3);
    assertThat(dead().getLast()).endsWith("n", "9");
  }
}
