package io.heddle.cluster.redis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Publication;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** A publication as it goes into Redis: the envelope that {@link IngressParser} reads. */
final class MirrorEnvelope {
  private static final JsonFactory JSON = new JsonFactory();

  /** For the names, and a room, a user and an id of usual length. */
  private static final int FRAME = 300;

  private MirrorEnvelope() {}

  /**
   * Its JSON: {@code data} as the bytes that came, the user as {@code from}, and the message's id,
   * by which whoever hears it twice knows it.
   */
  static byte[] encode(Publication publication, String origin) {
    Draft draft = publication.draft();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(draft.data().size() + FRAME);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("type", draft.type());
      json.writeStringField("room", publication.room().value());
      if (draft.sender().userId().isPresent()) {
        json.writeStringField("from", draft.sender().userId().get());
      }
      json.writeFieldName("data");
      json.writeRawValue(draft.data().toString());
      json.writeStringField("message_id", draft.messageId());
      json.writeStringField("timestamp", Instant.ofEpochMilli(publication.timestamp()).toString());
      json.writeStringField("origin", origin);
      json.writeEndObject();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    return bytes.toByteArray();
  }
}
