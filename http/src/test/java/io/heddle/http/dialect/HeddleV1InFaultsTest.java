package io.heddle.http.dialect;

import static io.heddle.http.dialect.Said.commands;
import static io.heddle.http.dialect.Said.id;
import static io.heddle.http.dialect.Said.invalid;
import static io.heddle.http.dialect.Said.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeddleV1InFaultsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "{\"type\":\"ping\",}",
        "{\"type\":\"ping\"",
        "{'type':'ping'}",
        "{\"type\":\"ping\",\"data\":01}",
        "{\"type\":\"ping\",\"data\":NaN}",
        "{\"type\":\"ping\"}}"
      })
  void whatIsNoJsonIsInvalid(String text) {
    assertThat(commands(text)).last().isEqualTo(invalid("invalid JSON format"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "[]", "1", "\"ping\"", "null", "[{\"type\":\"ping\"}]"})
  void whatIsNoObjectIsInvalid(String text) {
    assertThat(commands(text))
        .singleElement()
        .isInstanceOfSatisfying(
            ClientCommand.Malformed.class,
            malformed -> {
              assertThat(malformed.code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
              assertThat(malformed.text()).startsWith("invalid JSON format: ");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":"ping","type":"ping"}            | duplicate field
          {"type":"ping","data":{"a":1,"a":2}}     | duplicate field
          {"type":"ping","data":"\\ud800"}         | surrogate
          {"type":"ping","data":["\\udc00\\ud800"]}| surrogate
          """)
  void jsonThatReceiversReadDifferentlyIsInvalid(String text, String named) {
    assertThat(commands(text))
        .singleElement()
        .isInstanceOfSatisfying(
            ClientCommand.Malformed.class,
            malformed -> {
              assertThat(malformed.code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
              assertThat(malformed.text()).contains(named);
            });
  }

  @Test
  void jsonOfTenThousandLevelsIsInvalid() {
    String text = "{\"type\":\"ping\",\"data\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

    assertThat(commands(text))
        .singleElement()
        .isInstanceOfSatisfying(
            ClientCommand.Malformed.class,
            malformed -> assertThat(malformed.text()).contains("deeper than"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                 | field 'type' is required
          {"type":null}                                      | field 'type' is required
          {"type":""}                                        | field 'type' must not be empty
          {"type":5}                                         | field 'type' must be a string
          {"type":["ping"]}                                  | field 'type' must be a string
          {"type":"ping","id":true}                          | field 'id' must be a string or a number
          {"type":"ping","id":{}}                            | field 'id' must be a string or a number
          {"type":"ping","id":[1]}                           | field 'id' must be a string or a number
          {"type":"connect","token":5}                       | field 'token' must be a string
          {"type":"connect","device":{}}                     | field 'device' must be a string
          {"type":"connect","recover":[]}                    | field 'recover' must be an object
          {"type":"auth"}                                    | field 'token' is required
          {"type":"auth","token":""}                         | field 'token' must not be empty
          {"type":"auth","token":1}                          | field 'token' must be a string
          {"type":"refresh"}                                 | field 'token' is required
          {"type":"broadcast"}                               | field 'data' is required
          {"type":"broadcast","data":1,"event":"pong"}       | field 'event' names the reserved type 'pong'
          {"type":"direct","data":1}                         | field 'to' or 'user_id' is required
          {"type":"direct","to":"x","user_id":"u","data":1}  | fields 'to' and 'user_id' exclude each other
          {"type":"direct","to":"x","data":1}                | field 'to' must be a client_id
          {"type":"direct","to":1,"data":1}                  | field 'to' must be a string
          {"type":"direct","user_id":"","data":1}            | field 'user_id' is no valid user id
          {"type":"direct","user_id":"u"}                    | field 'data' is required
          {"type":"history","room":"a","limit":0}            | field 'limit' must be a whole number from 1 to 10000
          {"type":"history","room":"a","limit":"9"}          | field 'limit' must be a whole number from 1 to 10000
          {"type":"history","room":"a","reverse":1}          | field 'reverse' must be true or false
          {"type":"history","room":"a","since":{"offset":1}} | field 'since.epoch' is required
          {"type":"ack","room":"a","offset":1}               | field 'epoch' is required
          {"type":"ack","room":"a","epoch":"e"}              | field 'offset' is required
          {"type":"ack","room":"a","epoch":"e","offset":-1}  | field 'offset' must be a whole number of at least 0
          """)
  void aFaultInAFieldNamesIt(String text, String fault) {
    assertThat(commands(text)).containsExactly(invalid(fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "room":5                                           | field 'room' must be a string
          "channel":["a"]                                    | field 'channel' must be a string
          "data":{"room":5}                                  | field 'data.room' must be a string
          "data":{"project_id":1.5}                          | field 'data.project_id' must be a string
          "rooms":"a"                                        | field 'rooms' must be a list of strings
          "rooms":["a",1]                                    | field 'rooms' must be a list of strings
          "rooms":["a","b","c","d"]                          | field 'rooms' names more than 3 rooms
          "room":"a","channel":"b"                           | fields 'room' and 'channel' name different rooms
          "room":"a","data":{"room":"b"}                     | fields 'room' and 'data.room' name different rooms
          "data":{"room":"a","channel":"b"}                  | fields 'data.room' and 'data.channel' name different rooms
          "room":"a","data":{"project_id":"p"}               | fields 'room' and 'data.project_id' name different rooms
          "room":"a","data":{"project_id":7}                 | fields 'room' and 'data.project_id' name different rooms
          "room":"a","rooms":["a","b"]                       | fields 'room' and 'rooms' name different rooms
          "rooms":["a"],"channels":["b"]                     | fields 'rooms' and 'channels' name different rooms
          "rooms":["a"],"data":{"channels":["b"]}            | fields 'rooms' and 'data.channels' name different rooms
          "room":"a","recover":7                             | field 'recover' must be an object
          "room":"a","recover":{}                            | field 'recover.epoch' is required
          "room":"a","recover":{"epoch":""}                  | field 'recover.epoch' must not be empty
          "room":"a","recover":{"epoch":1,"offset":1}        | field 'recover.epoch' must be a string
          "room":"a","recover":{"epoch":"e"}                 | field 'recover.offset' is required
          "room":"a","recover":{"epoch":"e","offset":-1}     | field 'recover.offset' must be a whole number of at least 0
          "room":"a","recover":{"epoch":"e","offset":1.0}    | field 'recover.offset' must be a whole number of at least 0
          "room":"a","recover":{"epoch":"e","offset":"1"}    | field 'recover.offset' must be a whole number of at least 0
          "room":"a","recover":{"epoch":"e","offset":9223372036854775808} | field 'recover.offset' must be a whole number of at least 0
          "rooms":["a"],"recover":{"a":1}                    | field 'recover.a' must be an object
          "rooms":["a"],"recover":{"a":{"epoch":"e"}}        | field 'recover.a.offset' is required
          "room":"a","last":0                                | field 'last' must be a whole number from 1 to 10000
          "room":"a","last":10001                            | field 'last' must be a whole number from 1 to 10000
          "room":"a","last":1e2                              | field 'last' must be a whole number from 1 to 10000
          """)
  void aFaultInASubscribeNamesTheField(String fields, String fault) {
    assertThat(commands("{\"type\":\"subscribe\"," + fields + "}")).containsExactly(invalid(fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "room":"a"                                  | field 'data' is required
          "room":"a","data":null                      | field 'data' is required
          "room":"a","channel":"b","data":1           | fields 'room' and 'channel' name different rooms
          "data":{"room":5}                           | field 'data.room' must be a string
          "room":"a","data":1,"event":7               | field 'event' must be a string
          "room":"a","data":1,"event":"subscribed"    | field 'event' names the reserved type 'subscribed'
          "room":"a","data":1,"event":"publish"       | field 'event' names the reserved type 'publish'
          "room":"a","data":1,"event":""              | field 'event' must be 1 to 64 characters without spaces and controls
          "room":"a","data":1,"event":"a b"           | field 'event' must be 1 to 64 characters without spaces and controls
          "room":"a","data":1,"key":5                 | field 'key' must be a string
          "room":"a","data":1,"key":""                | field 'key' must be 1 to 64 bytes without control characters
          "room":"a","data":1,"key":"\\u0000"         | field 'key' must be 1 to 64 bytes without control characters
          "room":"a","data":1,"conflation_key":"\\n"  | field 'conflation_key' must be 1 to 64 bytes without control characters
          """)
  void aFaultInAPublishNamesTheField(String fields, String fault) {
    assertThat(commands("{\"type\":\"publish\"," + fields + "}")).containsExactly(invalid(fault));
  }

  @ParameterizedTest
  @ValueSource(strings = {"publish", "subscribe", "unsubscribe", "history", "presence", "ack"})
  void aCommandWithoutItsRoomIsRefused(String type) {
    String rest = "\"type\":\"" + type + "\",\"epoch\":\"e\",\"offset\":1}";

    assertThat(commands("{" + rest)).containsExactly(refused(ErrorCode.ROOM_REQUIRED));
    assertThat(commands("{\"room\":\"\"," + rest))
        .containsExactly(refused(ErrorCode.ROOM_REQUIRED));
    assertThat(commands("{\"room\":null,\"data\":{\"text\":\"x\"}," + rest))
        .containsExactly(refused(ErrorCode.ROOM_REQUIRED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"rooms\":[]", "\"channels\":[]", "\"rooms\":[\"a\",\"\"]"})
  void aListThatNamesNoRoomIsRefused(String fields) {
    assertThat(commands("{\"type\":\"subscribe\"," + fields + "}"))
        .containsExactly(refused(ErrorCode.ROOM_REQUIRED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {":x", "chat:", "default:x", "a\\u0000b", "a\\nb", "a\\u007fb", "a\\u0085b"})
  void aRoomWithABadNameIsRefused(String room) {
    for (String type : new String[] {"publish", "subscribe", "unsubscribe", "history"}) {
      assertThat(commands("{\"type\":\"" + type + "\",\"data\":1,\"room\":\"" + room + "\"}"))
          .containsExactly(refused(ErrorCode.INVALID_ROOM));
    }
    assertThat(commands("{\"type\":\"subscribe\",\"rooms\":[\"ok\",\"" + room + "\"]}"))
        .containsExactly(refused(ErrorCode.INVALID_ROOM));
  }

  @Test
  void aRoomNameMayBeAsLongAsTheLimit() {
    String longest = "r".repeat(Said.LIMITS.roomName());

    assertThat(commands("{\"type\":\"subscribe\",\"room\":\"" + longest + "\"}"))
        .containsExactly(Said.subscribe(longest));
    assertThat(commands("{\"type\":\"subscribe\",\"room\":\"" + longest + "r\"}"))
        .containsExactly(refused(ErrorCode.INVALID_ROOM));
  }

  @Test
  void aKeyMayBe64BytesLong() {
    String publish = "{\"type\":\"publish\",\"room\":\"a\",\"data\":1,\"key\":\"%s\"}";

    assertThat(commands(publish.formatted("ü".repeat(32))))
        .singleElement()
        .isInstanceOf(ClientCommand.Publish.class);
    assertThat(commands(publish.formatted("ü".repeat(32) + "x")))
        .containsExactly(invalid("field 'key' must be 1 to 64 bytes without control characters"));
  }

  @Test
  void anIdMayBe128BytesLong() {
    String longest = "\"" + "i".repeat(128) + "\"";

    assertThat(commands("{\"type\":\"ping\",\"id\":" + longest + "}"))
        .containsExactly(new ClientCommand.Ping(id(longest)));
    assertThat(commands("{\"type\":\"ping\",\"id\":\"i" + longest.substring(1) + "}"))
        .containsExactly(invalid("field 'id' is longer than 128 bytes"));
    assertThat(commands("{\"type\":\"ping\",\"id\":" + "1".repeat(129) + "}"))
        .containsExactly(invalid("field 'id' is longer than 128 bytes"));
  }

  @Test
  void aReplyHasAnIdAndEitherDataOrAnError() {
    assertThat(commands("{\"type\":\"reply\",\"data\":1}"))
        .containsExactly(invalid("field 'id' is required"));
    assertThat(commands("{\"type\":\"reply\",\"id\":1}"))
        .containsExactly(
            new ClientCommand.Malformed(
                ErrorCode.INVALID_MESSAGE, "field 'data' or 'error' is required", id("1")));
    assertThat(commands("{\"type\":\"reply\",\"id\":1,\"data\":1,\"error\":1}"))
        .containsExactly(
            new ClientCommand.Malformed(
                ErrorCode.INVALID_MESSAGE,
                "fields 'data' and 'error' exclude each other",
                id("1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":9}",
        "{\"room\":\"a\",\"id\":9,\"type\":\"publish\"}",
        "{\"type\":\"subscribe\",\"rooms\":[1],\"id\":9}",
        "{\"type\":\"subscribe\",\"room\":\":\",\"id\":9}"
      })
  void aFaultCarriesTheIdThatWasRead(String text) {
    assertThat(commands(text))
        .singleElement()
        .isInstanceOfSatisfying(
            ClientCommand.Malformed.class,
            malformed -> assertThat(malformed.id()).isEqualTo(id("9")));
  }
}
