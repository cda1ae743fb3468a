package io.heddle.http.dialect;

import static io.heddle.http.dialect.Said.id;
import static io.heddle.http.dialect.Said.noId;
import static io.heddle.http.dialect.Told.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayOutTest {
  private static final String STAMP = "'message_id':'ID','timestamp':'2026-01-31T08:15:30.007Z'}";
  private static final String PLACE = "'epoch':'e1','offset':17,";
  private static final String THEN = "'message_id':'m-1','timestamp':'1970-01-01T00:00:01.234Z'";

  static Stream<Arguments> toldByEvent() {
    return Stream.of(
        row(
            Told.connected(),
            "{'type':'connected','id':1,'data':{'client_id':'"
                + Told.CLIENT_TEXT
                + "','user_id':'u','message':'connected','ping_interval_ms':54000,"
                + "'expires_at':'2026-01-31T09:00:00.000Z',"
                + "'channels':[{'channel':'notifications:u','epoch':'e1','offset':17},"
                + "{'channel':'system:broadcast'}]},"
                + STAMP),
        row(
            Told.subscribed("events:orders", id("'a'".replace('\'', '"'))),
            "{'type':'ack','id':'a','channel':'orders',"
                + PLACE
                + "'data':{'action':'subscribe','channel':'orders'},"
                + STAMP),
        row(
            Told.unsubscribed("chat:1", noId()),
            "{'type':'ack','channel':'chat:1','data':{'action':'unsubscribe','channel':'chat:1'},"
                + STAMP),
        row(
            Told.ousted("events:orders"),
            "{'type':'unsubscribed','channel':'orders','data':{'channel':'orders',"
                + "'code':'insufficient_state','reason':'gap'},"
                + STAMP),
        row(
            Told.published("events:orders", "event", "{'a':1.0}".replace('\'', '"'), Told.alice()),
            "{'type':'event','channel':'orders',"
                + PLACE
                + "'data':{'a':1.0},"
                + THEN
                + ",'user_id':'alice','client_id':'"
                + Told.CLIENT_TEXT
                + "'}"),
        row(
            Told.published("user:u:1", "notification", "{}", Sender.SERVER),
            "{'type':'notification','channel':'notifications:u:1',"
                + PLACE
                + "'data':{},"
                + THEN
                + ",'user_id':'u:1'}"),
        row(
            Told.published("user:u", "notification", "{}", Sender.user("bob")),
            "{'type':'notification','channel':'notifications:u',"
                + PLACE
                + "'data':{},"
                + THEN
                + ",'user_id':'u'}"),
        row(
            Told.published("user:u", "status_changed", "{}", Sender.user("bob")),
            "{'type':'status_changed','channel':'notifications:u',"
                + PLACE
                + "'data':{},"
                + THEN
                + ",'user_id':'bob'}"),
        row(
            Told.published("system", "system_notification", "5", Sender.SERVER),
            "{'type':'notification','channel':'system:broadcast',"
                + PLACE
                + "'data':5,"
                + THEN
                + "}"),
        row(
            Told.direct("system_notification", "1", Sender.user("bob")),
            "{'type':'notification','data':1,'message_id':'m-1',"
                + "'timestamp':'2026-01-31T09:00:00.000Z','user_id':'bob'}"),
        row(
            Told.failed(ErrorCode.FORBIDDEN, "not allowed to x", Optional.of("events:orders")),
            "{'type':'error','id':7,'channel':'orders','data':{'error':'not allowed to x'},"
                + STAMP),
        row(
            Event.Failed.of(ErrorCode.RATE_LIMITED, noId()),
            "{'type':'error','data':{'error':'too many requests'}," + STAMP),
        row(
            Told.present(new RoomName("events:orders"), id("2")),
            "{'type':'presence_state','id':2,'channel':'orders','data':{'channel':'orders',"
                + "'client_count':4,'users':[{'user_id':'a','connections':2,'state':{'m':1.0}},"
                + "{'user_id':'b','connections':1}]},"
                + STAMP),
        row(new Event.Pong(id("2")), "{'type':'pong','id':2,'data':{}," + STAMP));
  }

  @ParameterizedTest
  @MethodSource("toldByEvent")
  void anEventIsToldOfAChannel(Event event, String told) {
    assertThat(Told.quoted("gateway", event)).isEqualTo(told);
  }
}
