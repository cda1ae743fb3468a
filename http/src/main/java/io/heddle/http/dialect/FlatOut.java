package io.heddle.http.dialect;

import io.heddle.actors.payload.JsonObject;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Publication;
import java.time.Clock;
import java.util.List;

/** What the server says in {@code flat}: docs/protocol.md, "flat". */
final class FlatOut extends HeddleV1Out {
  /** Room for type and timestamp. */
  private static final int ADDED = 128;

  FlatOut(Clock clock) {
    super(clock);
  }

  @Override
  Frame publication(Publication publication) {
    return flat(publication.draft(), publication.timestamp());
  }

  @Override
  Frame direct(Draft draft, long timestamp) {
    return flat(draft, timestamp);
  }

  /** Fields are added in front, so that whatever else the object has keeps its bytes. */
  private static Frame flat(Draft draft, long timestamp) {
    JsonBytes out = new JsonBytes(ADDED + draft.data().size()).beginObject();
    List<String> names = JsonObject.names(draft.data());
    if (!names.contains("type")) {
      out.field("type", draft.type());
    }
    if (!names.contains("timestamp")) {
      out.field("timestamp", Math.floorDiv(timestamp, 1_000L));
    }
    return draft.data().isObject()
        ? out.rest(draft.data()).frame()
        : out.name("data").raw(draft.data()).endObject().frame();
  }
}
