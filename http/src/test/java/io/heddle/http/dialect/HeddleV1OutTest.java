package io.heddle.http.dialect;

import static io.heddle.http.dialect.Said.id;
import static io.heddle.http.dialect.Said.json;
import static io.heddle.http.dialect.Said.noId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.http.websocket.Frames;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeddleV1OutTest {
  private static final String UUID_TEXT = "0123cdef-0000-4fff-8abc-00000000002a";
  private static final ClientId CLIENT = new ClientId(UUID.fromString(UUID_TEXT));
  private static final RoomName CHAT = new RoomName("chat:42");
  private static final Position HEAD = new Position("e1", 17);
  private static final Instant NOW = Instant.parse("2026-01-31T08:15:30.007Z");
  private static final Instant EXPIRY = Instant.parse("2026-01-31T09:00:00Z");
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Dialect dialect = new HeddleV1(Said.LIMITS, Clock.fixed(NOW, ZoneOffset.UTC));

  static Stream<Arguments> jsonByEvent() {
    return Stream.of(
        arguments(
            new Event.Connected(
                CLIENT,
                Optional.of("u"),
                Duration.ofSeconds(54),
                Optional.of(EXPIRY),
                List.of(
                    new Event.JoinedRoom(new RoomName("user:u"), Optional.of(HEAD)),
                    new Event.JoinedRoom(RoomName.SYSTEM, Optional.empty())),
                id("1")),
            "{'type':'connected','id':1,'data':{'client_id':'"
                + UUID_TEXT
                + "','user_id':'u','message':'connected','ping_interval_ms':54000,"
                + "'expires_at':'2026-01-31T09:00:00.000Z',"
                + "'rooms':[{'room':'user:u','epoch':'e1','offset':17},{'room':'system'}]}}"),
        arguments(
            new Event.Connected(
                CLIENT,
                Optional.empty(),
                Duration.ofMillis(1),
                Optional.empty(),
                List.of(),
                noId()),
            "{'type':'connected','data':{'client_id':'"
                + UUID_TEXT
                + "','message':'connected','ping_interval_ms':1,'rooms':[]}}"),
        arguments(new Event.AuthRequired(), "{'type':'auth_required','data':{}}"),
        arguments(
            new Event.AuthSuccess(Optional.of("u"), id("\"a\"")),
            "{'type':'auth_success','id':'a','data':{'user_id':'u'}}"),
        arguments(
            new Event.AuthSuccess(Optional.empty(), noId()), "{'type':'auth_success','data':{}}"),
        arguments(
            new Event.AuthFailed("token expired", id("\"a\"")),
            "{'type':'auth_failed','id':'a','data':{'error':'token expired'}}"),
        arguments(
            new Event.Subscribed(CHAT, HEAD, 3, id("\"a\"")),
            "{'type':'subscribed','id':'a','room':'chat:42','epoch':'e1','offset':17,"
                + "'data':{'room':'chat:42','client_count':3}}"),
        arguments(
            new Event.Subscribed(CHAT, new Position("e1", 0), 1, noId()),
            "{'type':'subscribed','room':'chat:42','epoch':'e1','offset':0,"
                + "'data':{'room':'chat:42','client_count':1}}"),
        arguments(
            new Event.Unsubscribed(CHAT, Optional.empty(), id("2")),
            "{'type':'unsubscribed','id':2,'room':'chat:42','data':{'room':'chat:42'}}"),
        arguments(
            new Event.Unsubscribed(
                CHAT, Optional.of(new Event.ForcedOut("insufficient_state", "gap")), noId()),
            "{'type':'unsubscribed','room':'chat:42','data':{'room':'chat:42',"
                + "'code':'insufficient_state','reason':'gap'}}"),
        arguments(
            new Event.PublishAccepted(CHAT, HEAD, false, id("7")),
            "{'type':'published','id':7,'room':'chat:42','epoch':'e1','offset':17,'data':{}}"),
        arguments(
            new Event.PublishAccepted(CHAT, HEAD, true, id("7")),
            "{'type':'published','id':7,'room':'chat:42','epoch':'e1','offset':17,"
                + "'data':{'duplicate':true}}"),
        arguments(new Event.DirectAccepted(id("7")), "{'type':'published','id':7,'data':{}}"),
        arguments(
            new Event.Request("where", json("[1.0]"), id("\"s1\"").orElseThrow()),
            "{'type':'request','id':'s1','data':{'name':'where','data':[1.0]}}"),
        arguments(
            new Event.HandlerReply("order", json("{\"a\":1}"), id("7")),
            "{'type':'order','id':7,'data':{'a':1}}"),
        arguments(
            new Event.RoomUpdate(CHAT, Event.RoomAction.LEFT),
            "{'type':'room_update','room':'chat:42','data':{'room':'chat:42','action':'left'}}"),
        arguments(
            new Event.Refreshed(Optional.of(EXPIRY), id("7")),
            "{'type':'refreshed','id':7,'data':{'expires_at':'2026-01-31T09:00:00.000Z'}}"),
        arguments(new Event.Refreshed(Optional.empty(), noId()), "{'type':'refreshed','data':{}}"),
        arguments(new Event.Pong(id("7")), "{'type':'pong','id':7,'data':{}}"),
        arguments(new Event.Pong(noId()), "{'type':'pong','data':{}}"),
        arguments(
            new Event.UserJoined(CHAT, "u", 2),
            "{'type':'user_joined','room':'chat:42','data':{'user_id':'u','client_count':2}}"),
        arguments(
            new Event.UserLeft(CHAT, "u", 1),
            "{'type':'user_left','room':'chat:42','data':{'user_id':'u','client_count':1}}"),
        arguments(
            new Event.UserStatus(new RoomName("group:g"), "u", true),
            "{'type':'presence','room':'group:g','data':{'user_id':'u','status':'online'}}"),
        arguments(
            new Event.UserStatus(new RoomName("group:g"), "u", false),
            "{'type':'presence','room':'group:g','data':{'user_id':'u','status':'offline'}}"),
        arguments(
            Told.present(CHAT, id("7")),
            "{'type':'presence_state','id':7,'room':'chat:42','data':{'room':'chat:42',"
                + "'client_count':4,'users':[{'user_id':'a','connections':2,'state':{'m':1.0}},"
                + "{'user_id':'b','connections':1}]}}"),
        arguments(
            new Event.PresenceState(CHAT, 4000, Optional.empty(), noId()),
            "{'type':'presence_state','room':'chat:42',"
                + "'data':{'room':'chat:42','client_count':4000}}"),
        arguments(
            new Event.TokenExpiring(EXPIRY),
            "{'type':'token_expiring','data':{'expires_at':'2026-01-31T09:00:00.000Z'}}"),
        arguments(
            new Event.Reconnect(Duration.ofMillis(1500), "restarting"),
            "{'type':'reconnect','data':{'after_ms':1500,'reason':'restarting'}}"),
        arguments(
            Event.Failed.of(ErrorCode.RATE_LIMITED, noId()),
            "{'type':'error','error':'too many requests','code':'rate_limited',"
                + "'temporary':true,'data':{'error':'too many requests'}}"),
        arguments(
            new Event.Failed(
                ErrorCode.FORBIDDEN, "not allowed to publish", Optional.of(CHAT), id("7")),
            "{'type':'error','id':7,'room':'chat:42','error':'not allowed to publish',"
                + "'code':'forbidden','temporary':false,"
                + "'data':{'error':'not allowed to publish'}}"));
  }

  @ParameterizedTest
  @MethodSource("jsonByEvent")
  void anEventIsToldInItsEnvelope(Event event, String expected) throws Exception {
    ObjectNode told = (ObjectNode) read(event);

    String messageId = told.remove("message_id").textValue();
    assertThat(UUID.fromString(messageId)).hasToString(messageId);
    assertThat(UUID.fromString(messageId).version()).isEqualTo(4);
    assertThat(UUID.fromString(messageId).variant()).isEqualTo(2);
    assertThat(told.remove("timestamp").textValue()).isEqualTo("2026-01-31T08:15:30.007Z");
    assertThat(told).isEqualTo(MAPPER.readTree(expected.replace('\'', '"')));
  }

  @Test
  void eachEventHasItsOwnMessageId() throws Exception {
    assertThat(read(new Event.Pong(noId())).get("message_id"))
        .isNotEqualTo(read(new Event.Pong(noId())).get("message_id"));
  }

  @Test
  void aPublicationCarriesItsPlaceItsTimeAndItsSender() throws Exception {
    Sender sender = new Sender(Optional.of("u"), Optional.of(CLIENT));

    assertThat(read(published("task_created", "{\"a\":1}", sender)))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"type":"task_created","room":"chat:42","epoch":"e1","offset":17,"data":{"a":1},
                 "message_id":"m-1","timestamp":"1970-01-01T00:00:01.234Z",
                 "user_id":"u","client_id":"0123cdef-0000-4fff-8abc-00000000002a"}
                """));
  }

  @Test
  void aPublicationOfTheServerHasNoSender() throws Exception {
    assertThat(read(published("message", "1", Sender.SERVER)))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"type":"message","room":"chat:42","epoch":"e1","offset":17,"data":1,
                 "message_id":"m-1","timestamp":"1970-01-01T00:00:01.234Z"}
                """));
  }

  @Test
  void aDirectMessageHasNoRoomAndNoPlace() throws Exception {
    Draft draft = Draft.of("hint", json("[1]"), "m-2", Sender.user("u"));

    assertThat(read(new Event.Direct(draft, EXPIRY)))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"type":"hint","data":[1],"message_id":"m-2",
                 "timestamp":"2026-01-31T09:00:00.000Z","user_id":"u"}
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678901234567890",
        "1.0",
        "1e400",
        "-0",
        "\"\\u00fc\"",
        "\"ü \\ud83d\\ude00 \u2028\"",
        "{ \"b\" :[ 1 ] }",
        "null",
        "\"\""
      })
  void whatWasPublishedGoesOutAsTheBytesThatCame(String data) {
    String told = text(published("message", data, Sender.SERVER));

    assertThat(told).contains("\"offset\":17,\"data\":" + data + ",\"message_id\":\"m-1\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9e99", "\"\\u00e9\\n\"", "12345678901234567890"})
  void anIdIsEchoedAsItWasWritten(String id) {
    assertThat(text(new Event.Pong(id(id)))).contains("\"id\":" + id + ",\"data\"");
  }

  static Stream<String> awkwardTexts() {
    return Stream.of(
        "",
        "\"quoted\" \\ back / slash",
        "\u0000\u0001\b\t\n\f\r\u001f\u007f",
        "ü ß ¥ \u07ff\u0800 €",
        "\u2028\u2029\uffff\ufeff",
        "😀 \ud83d\ude00\udbff\udfff",
        "x".repeat(5_000) + "\u0001".repeat(5_000));
  }

  @ParameterizedTest
  @MethodSource("awkwardTexts")
  void anyTextIsEscapedSoThatItIsReadBack(String text) throws Exception {
    Event event = new Event.Reconnect(Duration.ZERO, text);

    assertThat(read(event).at("/data/reason").textValue()).isEqualTo(text);
  }

  @Test
  void textsAreEscapedOnlyWhereTheyMustBe() {
    assertThat(text(new Event.AuthFailed("a\"\\/\n\u0001ü\u2028", noId())))
        .contains("\"a\\\"\\\\/\\n\\u0001ü\u2028\"");
  }

  @Test
  void aLoneSurrogateIsReplaced() throws Exception {
    assertThat(read(new Event.AuthFailed("a\ud800b\udc00", noId())).at("/data/error").textValue())
        .isEqualTo("a\ufffdb\ufffd");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00.000Z",
    "-1, 1969-12-31T23:59:59.999Z",
    "1709210096007, 2024-02-29T12:34:56.007Z",
    "1709210096070, 2024-02-29T12:34:56.070Z",
    "1709210096700, 2024-02-29T12:34:56.700Z",
    "1709210097000, 2024-02-29T12:34:57.000Z",
    "253402300800000, +10000-01-01T00:00:00.000Z"
  })
  void aTimeHasExactlyMilliseconds(long epochMillis, String text) throws Exception {
    Draft draft = Draft.of("message", json("1"), "m", Sender.SERVER);

    assertThat(
            read(new Event.Published(new Publication(CHAT, HEAD, epochMillis, draft)))
                .get("timestamp")
                .textValue())
        .isEqualTo(text);
  }

  @Test
  void aTimeBeyondAllMillisecondsIsStillTold() throws Exception {
    assertThat(read(new Event.TokenExpiring(Instant.MAX)).at("/data/expires_at").textValue())
        .isEqualTo("+1000000000-12-31T23:59:59.999Z");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 10, 99, 100, 1_234_567_890_123L, Long.MAX_VALUE})
  void anOffsetIsWrittenInFull(long offset) {
    Event event = new Event.PublishAccepted(CHAT, new Position("e", offset), false, noId());

    assertThat(text(event)).contains("\"offset\":" + offset + ",");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 40, 126, 1_000, 65_000, 65_535, 65_536, 200_000})
  void aFrameOfAnyLengthIsOneWholeText(int size) {
    Event event = published("message", '"' + "d".repeat(size) + '"', Sender.SERVER);
    byte[] frame = dialect.encoder().encode(event).bytes();

    assertThat(frame).isEqualTo(Frames.text(text(event).getBytes(StandardCharsets.UTF_8)));
    assertThat(text(event)).startsWith("{\"type\":\"message\"").endsWith("Z\"}");
  }

  private static Event published(String type, String data, Sender sender) {
    Draft draft = Draft.of(type, json(data), "m-1", sender);
    return new Event.Published(new Publication(CHAT, HEAD, 1_234, draft));
  }

  private JsonNode read(Event event) throws JsonProcessingException {
    return MAPPER.readTree(text(event));
  }

  private String text(Event event) {
    return Told.text(dialect, event);
  }
}
