package io.heddle.cluster.redis;

import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.config.Bytes;
import io.heddle.config.NamespaceSettings;
import io.heddle.config.RoomSettings;
import io.heddle.config.UndeclaredRule;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads entries of the stream. Pure. */
final class EntryParser {
  private static final Set<String> NAMES =
      Set.of("room", "user", "type", "data", "key", "conflation_key", "message_id", "from");

  private static final String DEFAULT_TYPE = "message";

  private final String stream;
  private final Bytes maxData;
  private final RoomSettings rooms;
  private final NamespaceSettings namespaces;

  EntryParser(String stream, Bytes maxData, RoomSettings rooms, NamespaceSettings namespaces) {
    this.stream = stream;
    this.maxData = maxData;
    this.rooms = rooms;
    this.namespaces = namespaces;
  }

  /** What an entry means. */
  sealed interface Meaning {}

  /** Publish it in a room. */
  record Fit(RoomName room, Draft draft) implements Meaning {}

  /** It goes no further; {@code text} says why, naming the field. */
  record Unfit(DeadReason reason, String text) implements Meaning {}

  Meaning parse(StreamEntry entry) {
    try {
      return read(entry.id(), known(entry.fields()));
    } catch (UnfitException unfit) {
      IngressMessage.Unfit message = unfit.message();
      return new Unfit(DeadReason.valueOf(message.outcome().name()), message.text());
    }
  }

  /** The fields that mean something; what nobody knows is left alone. */
  private static Map<String, byte[]> known(List<byte[]> fields) throws UnfitException {
    Map<String, byte[]> known = new HashMap<>();
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      String name = new String(fields.get(i), StandardCharsets.UTF_8);
      if (NAMES.contains(name) && known.put(name, fields.get(i + 1)) != null) {
        throw new UnfitException(IngressOutcome.BAD_FIELD, "field '" + name + "' is given twice");
      }
    }
    return known;
  }

  private Meaning read(String id, Map<String, byte[]> fields) throws UnfitException {
    byte[] data = fields.get("data");
    if (data == null) {
      throw new UnfitException(IngressOutcome.BAD_FIELD, "field 'data' is missing");
    }
    if (data.length > maxData.value()) {
      return new Unfit(
          DeadReason.TOO_LARGE,
          "field 'data' has %d bytes, more than %d".formatted(data.length, maxData.value()));
    }
    RoomName room = room(fields);
    Optional<String> messageId =
        IngressRules.limited("message_id", text(fields, "message_id"), IngressRules.MAX_MESSAGE_ID);
    String identity = messageId.orElseGet(() -> identity(id));
    Optional<String> key = IngressRules.limited("key", text(fields, "key"), IngressRules.MAX_KEY);
    Optional<String> conflationKey =
        IngressRules.limited(
            "conflation_key", text(fields, "conflation_key"), IngressRules.MAX_KEY);
    Sender sender = IngressRules.sender(text(fields, "from"));
    String type = IngressRules.type(text(fields, "type").orElse(DEFAULT_TYPE));
    return new Fit(
        room,
        new Draft(
            type,
            IngressRules.json("field 'data'", data),
            identity,
            sender,
            Optional.of(key.orElse(identity)),
            conflationKey));
  }

  /**
   * The same at each reading, so that an entry which is read again after a crash is known by it;
   * and a UUID like all others.
   */
  private String identity(String id) {
    byte[] name = (stream + " " + id).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString();
  }

  private RoomName room(Map<String, byte[]> fields) throws UnfitException {
    Optional<String> room = IngressRules.address("room", text(fields, "room"));
    Optional<String> user = IngressRules.address("user", text(fields, "user"));
    if (room.isPresent() && user.isPresent()) {
      throw new UnfitException(IngressOutcome.BAD_ROOM, "fields 'room' and 'user' are both given");
    }
    if (user.isPresent()) {
      return named("user", "user:" + user.get());
    }
    return named(
        "room",
        room.orElseThrow(
            () ->
                new UnfitException(
                    IngressOutcome.NO_TARGET, "fields 'room' and 'user' are missing")));
  }

  private RoomName named(String field, String name) throws UnfitException {
    RoomName room =
        RoomName.parse(name, rooms.maxNameLength())
            .orElseThrow(
                () ->
                    new UnfitException(
                        IngressOutcome.BAD_ROOM, "field '" + field + "' makes no valid room name"));
    if (rooms.undeclared() == UndeclaredRule.REFUSE && !namespaces.declares(room.namespace())) {
      throw new UnfitException(
          IngressOutcome.BAD_ROOM,
          "field '%s': namespace '%s' is not declared".formatted(field, room.namespace()));
    }
    return room;
  }

  private static Optional<String> text(Map<String, byte[]> fields, String name)
      throws UnfitException {
    byte[] bytes = fields.get(name);
    if (bytes == null) {
      return Optional.empty();
    }
    return Optional.of(
        Utf8.decode(bytes)
            .orElseThrow(
                () ->
                    new UnfitException(
                        IngressOutcome.BAD_FIELD, "field '" + name + "' is not UTF-8")));
  }
}
