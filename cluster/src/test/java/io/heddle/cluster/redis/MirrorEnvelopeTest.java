package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MirrorEnvelopeTest {
  private static final String ROOM = "chat:\"1\" ü";

  @Test
  void dataGoesOutByteForByteAndNamesAreEscaped() throws Exception {
    var sender = new Sender(Optional.of("al\"ice"), Optional.of(ClientId.random()));
    var draft =
        Draft.of("task", Payload.parse("{\"n\":12345678901234567890,\"x\":1e400}"), "m-1", sender);

    assertThat(encoded(draft))
        .isEqualTo(
            "{\"type\":\"task\",\"room\":\"chat:\\\"1\\\" ü\",\"from\":\"al\\\"ice\","
                + "\"data\":{\"n\":12345678901234567890,\"x\":1e400},\"message_id\":\"m-1\","
                + "\"timestamp\":\"1970-01-01T00:00:01.500Z\",\"origin\":\"here\"}");
  }

  @Test
  void anotherClusterReadsWhatThisOneWrote() throws Exception {
    var draft = Draft.of("message", Payload.parse("null"), "m-2", Sender.user("bob"));
    var parser = new IngressParser(200, Optional.of("there"));

    assertThat(
            parser.parse(
                IngressRow.ROOMS, utf8("websocket:rooms"), utf8(encoded(draft)), MadeUpId.random()))
        .isEqualTo(
            new IngressMessage.Publish(
                new RoomName(ROOM),
                new Draft(
                    "message",
                    Payload.parse("null"),
                    "m-2",
                    Sender.user("bob"),
                    Optional.of("m-2"),
                    Optional.empty())));
  }

  private static String encoded(Draft draft) {
    var publication = new Publication(new RoomName(ROOM), new Position("e", 1), 1500, draft);
    return new String(MirrorEnvelope.encode(publication, "here"), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
