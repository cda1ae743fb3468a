package io.heddle.http.dialect;

import static io.heddle.http.dialect.Said.noId;
import static io.heddle.http.dialect.Said.publish;
import static io.heddle.http.dialect.Said.subscribe;
import static io.heddle.http.dialect.Said.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ErrorCode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every dialect takes, whatever else it does. */
class EveryDialectInTest {
  static Stream<Arguments> commandsByText() {
    return crossed(
        arguments("{'type':'subscribe','room':'chat:1'}", subscribe("chat:1")),
        arguments("{'type':'subscribe','channel':'chat:1'}", subscribe("chat:1")),
        arguments("{'type':'subscribe','data':{'room':'chat:1'}}", subscribe("chat:1")),
        arguments("{'type':'subscribe','data':{'channel':'chat:1'}}", subscribe("chat:1")),
        arguments("{'type':'subscribe','rooms':['c:1','c:2']}", subscribe("c:1", "c:2")),
        arguments("{'type':'subscribe','channels':['c:1','c:2']}", subscribe("c:1", "c:2")),
        arguments("{'type':'subscribe','data':{'channels':['c:1']}}", subscribe("c:1")),
        arguments("{'type':'subscribe','data':{'project_id':'p'}}", subscribe("project:p")),
        arguments("{'type':'subscribe','data':{'project_id':7}}", subscribe("project:7")),
        arguments("{'type':'unsubscribe','data':{'channel':'c:1'}}", unsubscribe("c:1")),
        arguments(
            "{'type':'subscription','data':{'action':'subscribe','project_id':'p'}}",
            subscribe("project:p")),
        arguments(
            "{'type':'subscription','data':{'action':'unsubscribe','room':'c:1'}}",
            unsubscribe("c:1")),
        arguments("{'type':'publish','channel':'c:1','data':1}", publish("c:1", "message", "1")),
        arguments(
            "{'type':'heartbeat','timestamp':'2026-01-31','message_id':5}",
            new ClientCommand.Ping(noId())),
        arguments("{'type':'join','room':'chat:1'}", custom("join")),
        arguments("{'type':'SUBSCRIBE','room':'chat:1'}", custom("SUBSCRIBE")));
  }

  /** A handler may know it; where none does, the connection says so. */
  private static ClientCommand custom(String type) {
    return new ClientCommand.Custom(type, Payload.of("{}"), noId());
  }

  @ParameterizedTest
  @MethodSource("commandsByText")
  void aRoomMayStandAtEachOfItsPlaces(String dialect, String text, ClientCommand command) {
    assertThat(Said.commands(dialect, text.replace('\'', '"'))).containsExactly(command);
  }

  static Stream<Arguments> faultsByText() {
    return crossed(
        arguments("{'op':'join','topic':'chat:1'}", ErrorCode.INVALID_MESSAGE),
        arguments("{'event':'phx_join','topic':'chat:1','ref':1}", ErrorCode.INVALID_MESSAGE),
        arguments("{'type':'subscribe'}", ErrorCode.ROOM_REQUIRED),
        arguments("{'type':'subscribe','channel':''}", ErrorCode.ROOM_REQUIRED),
        arguments("{'type':'subscribe','channels':[]}", ErrorCode.ROOM_REQUIRED),
        arguments("{'type':'subscribe','channel':':x'}", ErrorCode.INVALID_ROOM),
        arguments("{'type':'subscribe','channel':'a:1','room':'a:2'}", ErrorCode.INVALID_MESSAGE),
        arguments("{'type':'subscribe','channel':['a:1']}", ErrorCode.INVALID_MESSAGE),
        arguments("{'type':'publish','room':'a:1'}", ErrorCode.INVALID_MESSAGE),
        arguments(
            "{'type':'publish','room':'a:1','data':1,'event':'ack'}", ErrorCode.INVALID_MESSAGE),
        arguments("[1,['subscribe','chat:1']]", ErrorCode.INVALID_MESSAGE),
        arguments("42['subscribe','chat:1']", ErrorCode.INVALID_MESSAGE),
        arguments("SUBSCRIBE\nid:0\ndestination:/chat\n\n\0", ErrorCode.INVALID_MESSAGE),
        arguments("<subscribe room='chat:1'/>", ErrorCode.INVALID_MESSAGE),
        arguments("null", ErrorCode.INVALID_MESSAGE),
        arguments("", ErrorCode.INVALID_MESSAGE));
  }

  @ParameterizedTest
  @MethodSource("faultsByText")
  void whatIsNoCommandIsAFaultOfTheClients(String dialect, String text, ErrorCode code) {
    assertThat(Said.commands(dialect, text.replace('\'', '"')))
        .singleElement()
        .isInstanceOfSatisfying(
            ClientCommand.Malformed.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }

  private static Stream<Arguments> crossed(Arguments... rows) {
    return Said.DIALECTS.names().stream()
        .flatMap(
            dialect ->
                List.of(rows).stream().map(row -> arguments(dialect, row.get()[0], row.get()[1])));
  }
}
