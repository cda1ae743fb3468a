package io.heddle.http.dialect;

import static io.heddle.http.dialect.Said.id;
import static io.heddle.http.dialect.Said.noId;
import static io.heddle.http.dialect.Told.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RoomsOutTest {
  private static final String STAMP = "'timestamp':1769847330007}";

  static Stream<Arguments> toldByEvent() {
    return Stream.of(
        row(
            Told.connected(),
            "{'type':'connected','data':{'client_id':'"
                + Told.CLIENT_TEXT
                + "','message':'connected'},"
                + STAMP),
        row(
            Told.subscribed("chat", id("1")),
            "{'type':'subscribed','room':'chat','data':{'room':'chat','client_count':3}," + STAMP),
        row(
            Told.unsubscribed("chat", id("1")),
            "{'type':'unsubscribed','room':'chat','data':{'room':'chat'}," + STAMP),
        row(
            Told.ousted("chat"),
            "{'type':'unsubscribed','room':'chat','data':{'room':'chat'}," + STAMP),
        row(
            Told.published("chat", "message", "1.0", Told.alice()),
            "{'type':'message','room':'chat','data':1.0,'client_id':'"
                + Told.CLIENT_TEXT
                + "','timestamp':1234}"),
        row(
            Told.published("system", "message", "1", Told.alice()),
            "{'type':'message','data':1,'client_id':'" + Told.CLIENT_TEXT + "','timestamp':1234}"),
        row(
            Told.published("chat", "message", "1", Sender.user("backend")),
            "{'type':'message','room':'chat','data':1,'timestamp':1234}"),
        row(
            Told.published("user:u", "notification", "[]", Sender.SERVER),
            "{'type':'notification','room':'user:u','data':[],'timestamp':1234}"),
        row(
            Told.direct("hint", "{}", Told.alice()),
            "{'type':'hint','data':{},'client_id':'"
                + Told.CLIENT_TEXT
                + "','timestamp':1769850000000}"),
        row(new Event.Pong(id("1")), "{'type':'pong'," + STAMP),
        row(
            new Event.PublishAccepted(new RoomName("chat"), Told.HEAD, true, id("1")),
            "{'type':'published','room':'chat','data':{'duplicate':true}," + STAMP),
        row(new Event.DirectAccepted(id("1")), "{'type':'published','data':{}," + STAMP),
        row(new Event.AuthRequired(), "{'type':'auth_required','data':{}," + STAMP),
        row(
            new Event.AuthFailed("token expired", id("1")),
            "{'type':'auth_failed','data':{'error':'token expired'}," + STAMP),
        row(
            new Event.TokenExpiring(Told.EXPIRY),
            "{'type':'token_expiring','data':{'expires_at':1769850000000}," + STAMP),
        row(
            new Event.UserJoined(new RoomName("chat"), "u", 2),
            "{'type':'user_joined','room':'chat','data':{'user_id':'u','client_count':2}," + STAMP),
        row(
            Told.present(new RoomName("chat"), id("1")),
            "{'type':'presence_state','room':'chat','data':{'room':'chat','client_count':4,"
                + "'users':[{'user_id':'a','connections':2,'state':{'m':1.0}},"
                + "{'user_id':'b','connections':1}]},"
                + STAMP),
        row(
            new Event.Request("where", Payload.of("[1.0]"), id("\"s1\"").orElseThrow()),
            "{'type':'request','id':'s1','data':{'name':'where','data':[1.0]}," + STAMP),
        row(
            new Event.Reconnect(Duration.ZERO, "restarting"),
            "{'type':'reconnect','data':{'after_ms':0,'reason':'restarting'}," + STAMP));
  }

  @ParameterizedTest
  @MethodSource("toldByEvent")
  void anEventHasItsFieldsAndNoOthers(Event event, String told) {
    assertThat(Told.quoted("rooms", event)).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_MESSAGE, invalid JSON format",
    "UNKNOWN_TYPE, unknown message type",
    "ROOM_REQUIRED, room name is required",
    "NOT_SUBSCRIBED, not subscribed to this room",
    "ROOM_FULL, room is at maximum capacity",
    "SERVER_FULL, server is at maximum capacity"
  })
  void theSixErrorsHaveTheirTexts(ErrorCode code, String text) {
    assertThat(Told.quoted("rooms", Event.Failed.of(code, noId())))
        .isEqualTo("{'type':'error','error':'" + text + "'," + STAMP);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "invalid JSON format: duplicate field 'a', invalid JSON format",
        "invalid JSON format: empty message, invalid JSON format",
        "field 'data' is required, field 'data' is required"
      })
  void whatIsBrokenAboutJsonIsNotTold(String text, String told) {
    assertThat(
            Told.quoted("rooms", Told.failed(ErrorCode.INVALID_MESSAGE, text, Optional.of("chat"))))
        .isEqualTo("{'type':'error','error':'" + told + "'," + STAMP);
  }
}
