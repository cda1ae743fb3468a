package io.heddle.http.dialect;

import static io.heddle.http.dialect.Said.commands;
import static io.heddle.http.dialect.Said.history;
import static io.heddle.http.dialect.Said.id;
import static io.heddle.http.dialect.Said.invalid;
import static io.heddle.http.dialect.Said.json;
import static io.heddle.http.dialect.Said.last;
import static io.heddle.http.dialect.Said.noId;
import static io.heddle.http.dialect.Said.publish;
import static io.heddle.http.dialect.Said.recover;
import static io.heddle.http.dialect.Said.stated;
import static io.heddle.http.dialect.Said.subscribe;
import static io.heddle.http.dialect.Said.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeddleV1InTest {
  private static final String CLIENT = "00000000-0000-4000-8000-00000000002a";
  private static final RoomName CHAT = new RoomName("chat:42");

  static Stream<Arguments> commandsByText() {
    return Stream.of(
        arguments(
            "{'type':'connect'}",
            new ClientCommand.Connect(Optional.empty(), Optional.empty(), noId())),
        arguments(
            "{'type':'connect','token':'t','device':'d','recover':{'user:u':{'epoch':'e','offset':4}},'id':1}",
            new ClientCommand.Connect(
                Optional.of("t"),
                Optional.of("d"),
                Map.of(new RoomName("user:u"), new Position("e", 4)),
                id("1"))),
        arguments("{'type':'auth','token':'t'}", new ClientCommand.Auth("t", noId())),
        arguments("{'type':'refresh','token':'t'}", new ClientCommand.Refresh("t", noId())),
        arguments("{'type':'ping'}", new ClientCommand.Ping(noId())),
        arguments("{'type':'heartbeat','id':'h'}", new ClientCommand.Ping(id("\"h\""))),
        arguments(
            "{'type':'ping','timestamp':17,'message_id':[],'whatever':{'a':1}}",
            new ClientCommand.Ping(noId())),
        arguments(
            "{'type':'broadcast','data':[1],'event':'news'}",
            new ClientCommand.Broadcast("news", json("[1]"), noId())),
        arguments(
            "{'type':'broadcast','data':{'room':'chat:42'}}",
            new ClientCommand.Broadcast("message", json("{\"room\":\"chat:42\"}"), noId())),
        arguments(
            "{'type':'direct','to':'" + CLIENT + "','data':7}",
            new ClientCommand.Direct(
                new ClientCommand.ToClient(new ClientId(UUID.fromString(CLIENT))),
                "message",
                json("7"),
                noId())),
        arguments(
            "{'type':'direct','user_id':'u','event':'hint','data':7,'id':-1.5e3}",
            new ClientCommand.Direct(
                new ClientCommand.ToUser("u"), "hint", json("7"), id("-1.5e3"))),
        arguments(
            "{'type':'history','room':'chat:42','since':{'epoch':'e','offset':0},"
                + "'limit':10,'reverse':true}",
            history("chat:42", Optional.of(new Position("e", 0)), 10, true)),
        arguments(
            "{'type':'history','channel':'chat:42'}",
            history("chat:42", Optional.empty(), 100, false)),
        arguments("{'type':'subscribe','room':'chat:42','state':{'m':1.0}}", stated("{\"m\":1.0}")),
        arguments(
            "{'type':'subscription','data':{'action':'subscribe','room':'chat:42','state':{}}}",
            stated("{}")),
        arguments(
            "{'type':'subscription','state':{},'data':{'action':'subscribe','room':'chat:42'}}",
            stated("{}")),
        arguments(
            "{'type':'subscription','last':5,"
                + "'data':{'action':'subscribe','room':'chat:42','state':{}}}",
            new ClientCommand.Subscribe(
                List.of(CHAT), Map.of(), 5, Optional.of(json("{}")), noId())),
        arguments("{'type':'subscribe','room':'chat:42','state':null}", subscribe("chat:42")),
        arguments("{'type':'presence','room':'chat:42'}", new ClientCommand.Presence(CHAT, noId())),
        arguments(
            "{'type':'ack','room':'chat:42','epoch':'e','offset':9223372036854775807}",
            new ClientCommand.Ack(CHAT, new Position("e", Long.MAX_VALUE), noId())),
        arguments(
            "{'type':'publish','room':'chat:42','data':{},'event':'task_created','key':'k',"
                + "'conflation_key':'c','id':'i'}",
            new ClientCommand.Publish(
                CHAT,
                "task_created",
                json("{}"),
                Optional.of("k"),
                Optional.of("c"),
                id("\"i\""))));
  }

  @ParameterizedTest
  @MethodSource("commandsByText")
  void aTextIsTheCommandThatItsTypeNames(String text, ClientCommand command) {
    assertThat(commands(text.replace('\'', '"'))).containsExactly(command);
  }

  static Stream<Arguments> placesOfRooms() {
    return Stream.of(
        arguments("'room':'a'", subscribe("a")),
        arguments("'channel':'a'", subscribe("a")),
        arguments("'data':{'room':'a'}", subscribe("a")),
        arguments("'data':{'channel':'a'}", subscribe("a")),
        arguments("'data':{'project_id':'p'}", subscribe("project:p")),
        arguments("'data':{'project_id':17}", subscribe("project:17")),
        arguments("'data':{'r\\u006fom':'a'}", subscribe("a")),
        arguments("'rooms':['a','chat:b']", subscribe("a", "chat:b")),
        arguments("'channels':['a','b']", subscribe("a", "b")),
        arguments("'data':{'rooms':['a','b']}", subscribe("a", "b")),
        arguments("'data':{'channels':['a','b']}", subscribe("a", "b")),
        arguments("'rooms':['b','a','b']", subscribe("b", "a")),
        arguments("'room':'a','channel':'a','rooms':['a'],'data':{'room':'a'}", subscribe("a")),
        arguments("'room':'project:p','data':{'project_id':'p'}", subscribe("project:p")),
        arguments("'room':'a','data':'b','channel':null", subscribe("a")));
  }

  @ParameterizedTest
  @MethodSource("placesOfRooms")
  void aRoomIsFoundWhereverClientsWriteIt(String fields, ClientCommand command) {
    String text = "{'type':'subscribe'," + fields + "}";

    assertThat(commands(text.replace('\'', '"'))).containsExactly(command);
  }

  static Stream<Arguments> subscriptions() {
    return Stream.of(
        arguments("{'action':'subscribe','channel':'c'}", subscribe("c")),
        arguments("{'action':'subscribe','channels':['c','d']}", subscribe("c", "d")),
        arguments("{'action':'subscribe','project_id':'p'}", subscribe("project:p")),
        arguments("{'action':'subscribe','channel':'c','last':3}", last(3, "c")),
        arguments("{'action':'unsubscribe','room':'c'}", unsubscribe("c")),
        arguments(
            "{'action':'publish','room':'c'}",
            invalid("field 'data.action' must be 'subscribe' or 'unsubscribe'")),
        arguments("{'room':'c'}", invalid("field 'data.action' is required")),
        arguments("'c'", invalid("field 'data' must be an object")),
        arguments("null", invalid("field 'data' is required")));
  }

  @ParameterizedTest
  @MethodSource("subscriptions")
  void aSubscriptionIsTheCommandThatItsActionNames(String data, ClientCommand command) {
    String text = "{'type':'subscription','data':" + data + "}";

    assertThat(commands(text.replace('\'', '"'))).containsExactly(command);
  }

  static Stream<Arguments> recoveries() {
    return Stream.of(
        arguments("'room':'a','recover':{'epoch':'e','offset':0}", recover(0, "a")),
        arguments("'room':'a','last':1", last(1, "a")),
        arguments("'room':'a','last':10000", last(10_000, "a")),
        arguments(
            "'rooms':['a','b'],'recover':{'a':{'epoch':'e','offset':7}}", recover(7, "a", "b")),
        arguments("'rooms':['a'],'recover':{}", subscribe("a")),
        arguments("'room':'a','recover':null,'last':null", subscribe("a")));
  }

  @ParameterizedTest
  @MethodSource("recoveries")
  void aSubscribeThatAsksForWhatWasMissedSaysSo(String fields, ClientCommand command) {
    String text = "{'type':'subscribe'," + fields + "}";

    assertThat(commands(text.replace('\'', '"'))).containsExactly(command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678901234567890",
        "1.0",
        "1e400",
        "-0",
        "\"\\u00fc\"",
        "\"\\ud83d\\ude00 \u2028 ü\"",
        "{ \"b\" :[ 1 ] }",
        "[null]",
        "true",
        "\"\""
      })
  void whatIsPublishedIsKeptAsTheBytesThatCame(String data) {
    String text = "{\"data\": " + data + " ,\"type\":\"publish\",\"room\":\"chat:42\"}";

    assertThat(commands(text))
        .singleElement()
        .isInstanceOfSatisfying(
            ClientCommand.Publish.class, publish -> assertThat(publish.data()).hasToString(data));
  }

  static Stream<Arguments> publishes() {
    return Stream.of(
        arguments("'data':{'room':'a','text':'x'}", "a"),
        arguments("'data':{'project_id':'p'}", "project:p"),
        arguments("'data':{'r\\u006fom':'a'}", "a"),
        arguments("'room':'a','data':{'room':'b','channel':'c','project_id':7}", "a"),
        arguments("'room':'a','data':{'room':{'id':1},'channel':5,'project_id':null}", "a"),
        arguments("'room':'a','data':{'text':'room','rooms':['b'],'in':{'room':'b'}}", "a"),
        arguments("'room':'a','data':['room','b']", "a"));
  }

  @ParameterizedTest
  @MethodSource("publishes")
  void theDataOfAPublishNamesItsRoomOnlyWhereNothingElseDoes(String fields, String room) {
    String text = ("{'type':'publish'," + fields + "}").replace('\'', '"');

    assertThat(commands(text))
        .singleElement()
        .isInstanceOfSatisfying(
            ClientCommand.Publish.class,
            publish -> assertThat(publish.room()).isEqualTo(new RoomName(room)));
  }

  @Test
  void aPublishWithoutAnEventIsAMessage() {
    assertThat(commands("{\"type\":\"publish\",\"room\":\"a\",\"data\":1}"))
        .containsExactly(publish("a", "message", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"message", "user_joined", "task_created", "café", "x.y/z-1"})
  void anUnreservedTypeMayBePublished(String type) {
    String text = "{\"type\":\"publish\",\"room\":\"a\",\"data\":1,\"event\":\"" + type + "\"}";

    assertThat(commands(text)).containsExactly(publish("a", type, "1"));
  }

  @Test
  void aMessageMayHoldSeveralCommands() {
    String text = "{'type':'ping'}\n\t{'type':'subscribe','room':'a'} {'type':'ping'}";

    assertThat(commands(text.replace('\'', '"')))
        .containsExactly(
            new ClientCommand.Ping(noId()), subscribe("a"), new ClientCommand.Ping(noId()));
  }

  @Test
  void aTypeThatIsNoneOfTheProtocolsIsTheApplications() {
    assertThat(commands("{\"type\":\"what\",\"id\":1,\"data\":[1.0]}{\"type\":\"SUBSCRIBE\"}"))
        .containsExactly(
            new ClientCommand.Custom("what", json("[1.0]"), id("1")),
            new ClientCommand.Custom("SUBSCRIBE", Payload.EMPTY_OBJECT, noId()));
  }

  @Test
  void aReplyCarriesTheIdOfTheRequestAndDataOrAnError() {
    assertThat(
            commands(
                "{\"type\":\"reply\",\"id\":\"s1\",\"data\":1}"
                    + "{\"type\":\"reply\",\"id\":2,\"error\":{}}"))
        .containsExactly(
            new ClientCommand.Reply(
                id("\"s1\"").orElseThrow(), new ClientReply.Answered(json("1"))),
            new ClientCommand.Reply(id("2").orElseThrow(), new ClientReply.Refused(json("{}"))));
  }

  @Test
  void commandsBeforeAFaultCount() {
    assertThat(commands("{\"type\":\"ping\",\"id\":1} {\"type\":\"ping\""))
        .containsExactly(new ClientCommand.Ping(id("1")), invalid("invalid JSON format"));
  }

  @Test
  void commandsAfterOneThatIsWrongCount() {
    assertThat(commands("{\"type\":\"\"}{\"type\":\"ping\"}"))
        .containsExactly(invalid("field 'type' must not be empty"), new ClientCommand.Ping(noId()));
  }
}
