package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.fabric.MembershipChange;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngressParserTest {
  private static final String CLIENT = "00000000-0000-4000-8000-000000000001";

  private static final MadeUpId MADE_UP = new MadeUpId("made-up", false);

  private final IngressParser parser = new IngressParser(40, Optional.of("us"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          notifications:42   | user:42          | notification
          notifications:a:b  | user:a:b         | notification
          events:order       | events:order     | event
          events:order:new   | events:order:new | event
          system:broadcast   | system           | system_notification
          websocket:messages | system           | message
          websocket:system   | system           | system_notification
          """)
  void whatIsNoEnvelopeIsTheDataOfTheChannelsRoom(String channel, String room, String type)
      throws Exception {
    for (String json : new String[] {"{\"a\":1.0}", "[1,2]", "\"text\"", "1e400", "null"}) {
      assertThat(parse(channel, json))
          .isEqualTo(
              new IngressMessage.Publish(
                  new RoomName(room),
                  Draft.of(type, Payload.parse(json), "made-up", Sender.SERVER)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          notifications:42   | {"data":{}}                               | user:42      | notification
          notifications:42   | {"data":{},"type":"task_created"}         | user:42      | task_created
          notifications:42   | {"data":{},"user_id":"7"}                 | user:42      | notification
          events:order       | {"data":{},"type":"order"}                | events:order | order
          system:broadcast   | {"data":{},"type":"critical_alert"}       | system       | critical_alert
          websocket:system   | {"data":{}}                               | system       | system_notification
          websocket:messages | {"data":{}}                               | system       | message
          websocket:messages | {"data":{},"user_id":"7"}                 | user:7       | message
          websocket:messages | {"data":{},"user_id":"7","room":"chat:1"} | user:7       | message
          websocket:messages | {"data":{},"to":null,"room":"chat:1"}     | chat:1       | message
          websocket:messages | {"data":{},"channel":"chat:1"}            | chat:1       | message
          websocket:rooms    | {"data":{},"room":"chat:1","type":"x"}    | chat:1       | x
          websocket:rooms    | {"data":{},"room":"c","channel":"c"}      | c            | message
          websocket:rooms    | {"data":{},"room":"c","user_id":"7"}      | c            | message
          websocket:users    | {"data":{},"user_id":"7","timestamp":1}   | user:7       | message
          """)
  void anEnvelopeSaysWhereItGoesAndUnderWhichType(
      String channel, String json, String room, String type) throws Exception {
    assertThat(parse(channel, json))
        .isEqualTo(
            new IngressMessage.Publish(
                new RoomName(room),
                Draft.of(type, Payload.EMPTY_OBJECT, "made-up", Sender.SERVER)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{T,\"user_id\":\"7\",\"data\":{\"group_id\":\"g\",\"group_name\":\"G\",\"joined\":true}}",
        "{T,\"data\":{\"user_id\":7,\"group_id\":\"g\",\"group_name\":\"G\",\"joined\":true}}",
        "{T,\"user_id\":\"7\",\"data\":{\"user_id\":\"7\",\"group_id\":\"g\",\"group_name\":\"G\",\"joined\":true,"
            + "\"by\":1}}"
      })
  void aChangeOfAMembershipIsMadeAndPassedOnAsItCame(String json) {
    String envelope = json.replace("T", "\"type\":\"group_membership_change\"");
    MembershipChange change = new MembershipChange("7", "g", Optional.of("G"), true);

    assertThat(parse("websocket:users", envelope))
        .isInstanceOfSatisfying(
            IngressMessage.Change.class,
            message -> {
              assertThat(message.change()).isEqualTo(change);
              assertThat(envelope).contains("\"data\":" + message.draft().data());
            });
    assertThat(parse("websocket:messages", envelope)).isInstanceOf(IngressMessage.Publish.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "data":{"group_id":"g","joined":true}                                | field 'user_id' names no user
          "user_id":"7","data":{"joined":true}                                 | field 'data.group_id' names no group
          "user_id":"7","data":{"group_id":"","joined":true}                   | field 'data.group_id' names no group
          "user_id":"7","data":{"group_id":"g"}                                | field 'data.joined' must be true or false
          "user_id":"7","data":{"group_id":"g","joined":"yes"}                 | field 'data.joined' must be true or false
          "user_id":"7","data":{"group_id":"g","joined":true,"group_name":1}   | field 'group_name' must be a string
          "user_id":"7","data":{"user_id":"8","group_id":"g","joined":true}    | fields 'user_id' and 'data.user_id' name different users
          "user_id":"7","data":[1]                                             | field 'data' must be an object
          """)
  void aChangeThatIsWrongIsRefusedByField(String fields, String text) {
    assertThat(parse("websocket:users", "{\"type\":\"group_membership_change\"," + fields + "}"))
        .isEqualTo(new IngressMessage.Unfit(IngressOutcome.BAD_FIELD, text));
  }

  @Test
  void anEnvelopeWithAnUnknownNameIsTheDataItself() throws Exception {
    String json = "{\"type\":\"order\",\"data\":{},\"priority\":1}";

    assertThat(parse("events:order", json))
        .isEqualTo(
            new IngressMessage.Publish(
                new RoomName("events:order"),
                Draft.of("event", Payload.parse(json), "made-up", Sender.SERVER)));
  }

  @Test
  void anObjectWithoutDataIsTheDataItself() throws Exception {
    String json = "{\"type\":\"order\",\"room\":\"chat:1\"}";

    assertThat(parse("websocket:messages", json))
        .isEqualTo(
            new IngressMessage.Publish(
                RoomName.SYSTEM,
                Draft.of("message", Payload.parse(json), "made-up", Sender.SERVER)));
  }

  @Test
  void nullIsDataToo() throws Exception {
    assertThat(parse("events:order", "{\"type\":\"gone\",\"data\":null}"))
        .isEqualTo(
            new IngressMessage.Publish(
                new RoomName("events:order"),
                Draft.of("gone", Payload.parse("null"), "made-up", Sender.SERVER)));
  }

  @Test
  void dataPassesByteByByte() {
    String data = "{ \"n\":12345678901234567890,\"f\":1.0, \"e\":1e400,\"u\":\"\\u00fc愛\" }";

    assertThat(parse("events:x", "{\"data\":" + data + "}"))
        .isInstanceOfSatisfying(
            IngressMessage.Publish.class,
            publish -> assertThat(publish.draft().data()).hasToString(data));
  }

  @Test
  void aMessageToAConnectionGoesToThatOneOnly() {
    assertThat(
            parse(
                "websocket:messages",
                "{\"data\":{},\"to\":\"%s\",\"user_id\":\"7\",\"room\":\"chat:1\"}"
                    .formatted(CLIENT)))
        .isEqualTo(
            new IngressMessage.Direct(
                new ClientId(UUID.fromString(CLIENT)),
                Draft.of("message", Payload.EMPTY_OBJECT, "made-up", Sender.SERVER)));
  }

  @Test
  void idKeyAndSenderAreTaken() {
    assertThat(
            parse(
                "websocket:rooms",
                "{\"data\":{},\"room\":\"c\",\"message_id\":\"m1\",\"key\":\"k1\","
                    + "\"from\":\"alice\",\"origin\":\"them\"}"))
        .isEqualTo(
            new IngressMessage.Publish(
                new RoomName("c"),
                new Draft(
                    "message",
                    Payload.EMPTY_OBJECT,
                    "m1",
                    Sender.user("alice"),
                    Optional.of("k1"),
                    Optional.empty())));
  }

  @Test
  void emptyIdKeyAndSenderAreAsGoodAsNone() {
    assertThat(parse("events:x", "{\"data\":{},\"message_id\":\"\",\"key\":\"\",\"from\":\"\"}"))
        .isEqualTo(
            new IngressMessage.Publish(
                new RoomName("events:x"),
                Draft.of("event", Payload.EMPTY_OBJECT, "made-up", Sender.SERVER)));
  }

  @Test
  void whatThisClusterSentItselfIsIgnored() {
    assertThat(parse("websocket:rooms", "{\"data\":{},\"room\":\"c\",\"origin\":\"us\"}"))
        .isEqualTo(new IngressMessage.Own());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "not json",
        "{\"a\":1,}",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "\"\\ud800\"",
        "{'a':1}"
      })
  void whatIsNotJsonIsGarbage(String payload) {
    assertThat(outcome("events:x", payload)).isEqualTo(IngressOutcome.GARBAGE);
  }

  @Test
  void invalidUtf8IsGarbage() {
    byte[][] payloads = {
      {'"', (byte) 0xff, '"'},
      {'"', (byte) 0xc0, (byte) 0x80, '"'},
      {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
      {'"', (byte) 0xe6, (byte) 0x84},
    };
    for (byte[] payload : payloads) {
      assertThat(outcome(parser.parse(IngressRow.EVENTS, utf8("events:x"), payload, MADE_UP)))
          .isEqualTo(IngressOutcome.GARBAGE);
    }
  }

  @Test
  void tooDeepIsGarbage() {
    assertThat(outcome("events:x", "[".repeat(10_000) + "]".repeat(10_000)))
        .isEqualTo(IngressOutcome.GARBAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"subscribed", "error", "publish", "", "two words"})
  void aReservedOrInvalidTypeIsRefused(String type) {
    assertThat(outcome("events:x", "{\"data\":{},\"type\":\"%s\"}".formatted(type)))
        .isEqualTo(IngressOutcome.BAD_TYPE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          events:                                         | {}                                   | BAD_ROOM
          notifications:                                  | {}                                   | BAD_ROOM
          events:0123456789012345678901234567890123456789 | {}                                   | BAD_ROOM
          websocket:rooms                                 | {"data":{},"room":"default:x"}       | BAD_ROOM
          websocket:rooms                                 | {"data":{},"room":"a","channel":"b"} | BAD_ROOM
          websocket:users                                 | {"data":{},"user_id":"a\\u0000b"}    | BAD_ROOM
          websocket:rooms                                 | {"data":{}}                          | NO_TARGET
          websocket:rooms                                 | {"room":"chat:1","text":"hi"}        | NO_TARGET
          websocket:users                                 | {"data":{},"room":"chat:1"}          | NO_TARGET
          websocket:users                                 | [1]                                  | NO_TARGET
          websocket:users                                 | {"data":{},"user_id":42}             | BAD_FIELD
          websocket:rooms                                 | {"data":{},"room":""}                | BAD_FIELD
          websocket:messages                              | {"data":{},"user_id":""}             | BAD_FIELD
          websocket:messages                              | {"data":{},"to":"alice"}             | BAD_FIELD
          websocket:messages                              | {"data":{},"to":""}                  | BAD_FIELD
          events:x                                        | {"data":{},"type":7}                 | BAD_FIELD
          events:x                                        | {"data":{},"message_id":7}           | BAD_FIELD
          events:x                                        | {"data":{},"origin":7}               | BAD_FIELD
          """)
  void whatIsNotUnderstoodGoesNoFurther(String channel, String json, IngressOutcome outcome) {
    assertThat(outcome(channel, json)).isEqualTo(outcome);
  }

  @Test
  void aRefusalNamesTheFieldAndTheLimit() {
    String json = "{\"data\":{},\"key\":\"%s\"}".formatted("愛".repeat(22));

    assertThat(parse("events:x", json))
        .isEqualTo(
            new IngressMessage.Unfit(
                IngressOutcome.BAD_FIELD, "field 'key' is longer than 64 bytes"));
  }

  @Test
  void aChannelThatIsNotUtf8IsABadRoom() {
    byte[] channel = {'e', 'v', 'e', 'n', 't', 's', ':', (byte) 0xff};

    assertThat(outcome(parser.parse(IngressRow.EVENTS, channel, utf8("{}"), MADE_UP)))
        .isEqualTo(IngressOutcome.BAD_ROOM);
  }

  @Test
  void aChannelThatIsNotListenedToIsInNoRow() {
    assertThat(IngressRow.of("websocket:other")).isEmpty();
    assertThat(IngressRow.of("events")).isEmpty();
  }

  @Test
  void anExcerptShowsItsFirstBytesOnOneLine() {
    assertThat(Utf8.excerpt(utf8("a\nü\\" + "x".repeat(300)), 8))
        .isEqualTo("a\\x0a\\xc3\\xbc\\x5cxxx...");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":1}                         | common | common
          {"data":1}                      | common | common
          {"data":1,"message_id":"m"}     | m      | m
          {"data":1,"key":"k"}            | common | k
          """)
  void anIdThatAllNodesGiveIsTheKeyOfWhatBringsNone(String json, String id, String key) {
    MadeUpId common = new MadeUpId("common", true);

    assertThat(parser.parse(IngressRow.EVENTS, utf8("events:x"), utf8(json), common))
        .isInstanceOfSatisfying(
            IngressMessage.Publish.class,
            publish -> {
              assertThat(publish.draft().messageId()).isEqualTo(id);
              assertThat(publish.draft().key()).contains(key);
            });
  }

  private IngressMessage parse(String channel, String json) {
    return parser.parse(IngressRow.of(channel).orElseThrow(), utf8(channel), utf8(json), MADE_UP);
  }

  private IngressOutcome outcome(String channel, String json) {
    return outcome(parse(channel, json));
  }

  private static IngressOutcome outcome(IngressMessage message) {
    return switch (message) {
      case IngressMessage.Unfit(var outcome, _) -> outcome;
      default -> throw new AssertionError(message);
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
