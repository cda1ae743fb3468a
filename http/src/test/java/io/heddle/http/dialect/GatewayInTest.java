package io.heddle.http.dialect;

import static io.heddle.http.dialect.Said.invalid;
import static io.heddle.http.dialect.Said.publish;
import static io.heddle.http.dialect.Said.recover;
import static io.heddle.http.dialect.Said.refused;
import static io.heddle.http.dialect.Said.subscribe;
import static io.heddle.http.dialect.Said.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ErrorCode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayInTest {
  static Stream<Arguments> commandsByText() {
    return Stream.of(
        arguments("{'type':'subscribe','data':{'channel':'orders'}}", subscribe("events:orders")),
        arguments("{'type':'subscribe','channel':'orders'}", subscribe("events:orders")),
        arguments("{'type':'subscribe','room':'orders'}", subscribe("events:orders")),
        arguments("{'type':'subscribe','channel':'events:orders'}", subscribe("events:orders")),
        arguments(
            "{'type':'subscribe','channels':['a','chat:b','events:a']}",
            subscribe("events:a", "chat:b")),
        arguments("{'type':'subscribe','data':{'channel':'notifications:u'}}", subscribe("user:u")),
        arguments("{'type':'subscribe','channel':'system:broadcast'}", subscribe("system")),
        arguments("{'type':'subscribe','channel':'system'}", subscribe("events:system")),
        arguments(
            "{'type':'unsubscribe','data':{'channel':'orders'}}", unsubscribe("events:orders")),
        arguments(
            "{'type':'publish','channel':'orders','data':1}",
            publish("events:orders", "message", "1")),
        arguments(
            "{'type':'publish','data':{'channel':'notifications:u','n':1}}",
            publish("user:u", "message", "{\"channel\":\"notifications:u\",\"n\":1}")),
        arguments("{'type':'subscribe','channel':'a','room':'events:a'}", subscribe("events:a")),
        arguments(
            "{'type':'subscribe','channel':'a','room':'b'}",
            invalid("fields 'room' and 'channel' name different rooms")),
        arguments("{'type':'subscribe','channel':''}", refused(ErrorCode.ROOM_REQUIRED)),
        arguments(
            "{'type':'subscribe','channel':'notifications:'}", refused(ErrorCode.INVALID_ROOM)),
        arguments(
            "{'type':'subscribe','channel':'" + "x".repeat(26) + "'}",
            refused(ErrorCode.INVALID_ROOM)),
        arguments(
            "{'type':'subscribe','channels':['a'],'recover':{'a':{'epoch':'e','offset':1}}}",
            recover(1, "events:a")),
        arguments(
            "{'type':'subscribe','channels':['a'],'recover':{'a':{'epoch':'e'}}}",
            invalid("field 'recover.a.offset' is required")));
  }

  @ParameterizedTest
  @MethodSource("commandsByText")
  void aChannelIsReadAsItsRoom(String text, ClientCommand command) {
    assertThat(Said.commands("gateway", text.replace('\'', '"'))).containsExactly(command);
  }
}
