package io.heddle.cluster.redis;

import io.heddle.actors.fabric.MembershipChange;
import io.heddle.actors.payload.JsonObject;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ReservedTypes;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads what came on a channel of Redis. Pure but for the message ids that it makes up.
 *
 * <p>A payload is an envelope where it is an object that has {@code data} and no name but those of
 * an envelope; anything else is the data itself, since it cannot be told from data of an
 * application that has a {@code type} of its own.
 */
final class IngressParser {
  /** Longest idempotency key, in bytes of UTF-8. */
  static final int MAX_KEY = 64;

  /** Longest message id, in bytes of UTF-8: two UUIDs and a few words. */
  static final int MAX_MESSAGE_ID = 128;

  private static final Set<String> NAMES_BUT_DATA =
      Set.of(
          "type",
          "room",
          "channel",
          "user_id",
          "to",
          "from",
          "message_id",
          "timestamp",
          "origin",
          "key");

  private static final Set<String> NAMES;

  static {
    Set<String> names = new HashSet<>(NAMES_BUT_DATA);
    names.add("data");
    NAMES = Set.copyOf(names);
  }

  private final int maxRoomName;
  private final Optional<String> ownOrigin;
  private final Supplier<String> messageIds;

  /**
   * @param maxRoomName longest name of a room, in characters
   * @param ownOrigin what this cluster's own messages carry
   * @param messageIds makes an id for a message that has none
   */
  IngressParser(int maxRoomName, Optional<String> ownOrigin, Supplier<String> messageIds) {
    this.maxRoomName = maxRoomName;
    this.ownOrigin = ownOrigin;
    this.messageIds = messageIds;
  }

  /** Reads one message; {@code channel} is one that {@code row} covers. */
  IngressMessage parse(IngressRow row, byte[] channel, byte[] payload) {
    try {
      String name =
          Utf8.decode(channel)
              .orElseThrow(() -> new Unfit(IngressOutcome.BAD_ROOM, "channel is not UTF-8"));
      return read(row, row.rest(name), json(payload));
    } catch (Unfit unfit) {
      return new IngressMessage.Unfit(unfit.outcome, unfit.text);
    } catch (MalformedJsonException malformed) {
      return new IngressMessage.Unfit(
          IngressOutcome.BAD_FIELD, String.valueOf(malformed.getMessage()));
    }
  }

  private static Payload json(byte[] payload) throws Unfit {
    if (!Utf8.valid(payload)) {
      throw new Unfit(IngressOutcome.GARBAGE, "payload is not UTF-8");
    }
    try {
      return Payload.parse(payload);
    } catch (MalformedJsonException malformed) {
      throw new Unfit(IngressOutcome.GARBAGE, String.valueOf(malformed.getMessage()));
    }
  }

  private IngressMessage read(IngressRow row, String rest, Payload json)
      throws Unfit, MalformedJsonException {
    Optional<JsonObject> envelope = envelope(json);
    if (envelope.isEmpty()) {
      Draft draft = Draft.of(row.type(), json, messageIds.get(), Sender.SERVER);
      return new IngressMessage.Publish(roomWithoutEnvelope(row, rest), draft);
    }
    JsonObject fields = envelope.get();
    if (ownOrigin.isPresent() && fields.text("origin").equals(ownOrigin)) {
      return new IngressMessage.Own();
    }
    Draft draft = draft(row, fields);
    if (row == IngressRow.USERS && draft.type().equals(MembershipChange.TYPE)) {
      return new IngressMessage.Change(change(fields), draft);
    }
    if (row == IngressRow.MESSAGES && fields.field("to").isPresent()) {
      return new IngressMessage.Direct(client(address(fields, "to").orElseThrow()), draft);
    }
    return new IngressMessage.Publish(room(row, rest, fields), draft);
  }

  private MembershipChange change(JsonObject envelope) throws Unfit, MalformedJsonException {
    MembershipChange change = MembershipFields.read(envelope);
    named(change.userRoom().value());
    named(change.groupRoom().value());
    return change;
  }

  private static Optional<JsonObject> envelope(Payload json) throws MalformedJsonException {
    if (!json.isObject()) {
      return Optional.empty();
    }
    JsonObject fields = JsonObject.of(json);
    boolean hasData = fields.hasOnly(NAMES) && !fields.hasOnly(NAMES_BUT_DATA);
    return hasData ? Optional.of(fields) : Optional.empty();
  }

  private Draft draft(IngressRow row, JsonObject fields) throws Unfit, MalformedJsonException {
    String type = fields.text("type").orElse(row.type());
    if (!ReservedTypes.allows(type)) {
      throw new Unfit(
          IngressOutcome.BAD_TYPE,
          ReservedTypes.contains(type)
              ? "field 'type' is reserved: " + type
              : "field 'type' must be 1 to 64 printable characters");
    }
    Payload data = fields.field("data").orElse(Payload.parse("null"));
    Optional<String> messageId = limited(fields, "message_id", MAX_MESSAGE_ID);
    Optional<String> key = limited(fields, "key", MAX_KEY).or(() -> messageId);
    Sender sender =
        fields.text("from").filter(f -> !f.isEmpty()).map(Sender::user).orElse(Sender.SERVER);
    return new Draft(type, data, messageId.orElseGet(messageIds), sender, key, Optional.empty());
  }

  /** A text that names the message itself; an empty one is as good as none. */
  private static Optional<String> limited(JsonObject fields, String name, int max)
      throws Unfit, MalformedJsonException {
    Optional<String> text = fields.text(name).filter(t -> !t.isEmpty());
    if (text.isPresent() && text.get().getBytes(StandardCharsets.UTF_8).length > max) {
      throw new Unfit(
          IngressOutcome.BAD_FIELD, "field '" + name + "' is longer than " + max + " bytes");
    }
    return text;
  }

  private RoomName roomWithoutEnvelope(IngressRow row, String rest) throws Unfit {
    return switch (row) {
      case NOTIFICATIONS -> named("user:" + rest);
      case EVENTS -> named("events:" + rest);
      case BROADCAST, SYSTEM, MESSAGES -> RoomName.SYSTEM;
      case ROOMS -> throw new Unfit(IngressOutcome.NO_TARGET, "no envelope with a 'room'");
      case USERS -> throw new Unfit(IngressOutcome.NO_TARGET, "no envelope with a 'user_id'");
    };
  }

  private RoomName room(IngressRow row, String rest, JsonObject fields)
      throws Unfit, MalformedJsonException {
    return switch (row) {
      case NOTIFICATIONS, EVENTS, BROADCAST, SYSTEM -> roomWithoutEnvelope(row, rest);
      case ROOMS ->
          namedRoom(fields)
              .orElseThrow(() -> new Unfit(IngressOutcome.NO_TARGET, "field 'room' is missing"));
      case USERS ->
          userRoom(fields)
              .orElseThrow(() -> new Unfit(IngressOutcome.NO_TARGET, "field 'user_id' is missing"));
      case MESSAGES -> {
        Optional<RoomName> user = userRoom(fields);
        yield user.isPresent() ? user.get() : namedRoom(fields).orElse(RoomName.SYSTEM);
      }
    };
  }

  private Optional<RoomName> userRoom(JsonObject fields) throws Unfit, MalformedJsonException {
    Optional<String> user = address(fields, "user_id");
    return user.isPresent() ? Optional.of(named("user:" + user.get())) : Optional.empty();
  }

  private Optional<RoomName> namedRoom(JsonObject fields) throws Unfit, MalformedJsonException {
    Optional<String> room = address(fields, "room");
    Optional<String> channel = address(fields, "channel");
    if (room.isPresent() && channel.isPresent() && !room.equals(channel)) {
      throw new Unfit(IngressOutcome.BAD_ROOM, "fields 'room' and 'channel' name different rooms");
    }
    Optional<String> name = room.or(() -> channel);
    return name.isPresent() ? Optional.of(named(name.get())) : Optional.empty();
  }

  /** A field that says whom it is for: an empty one must not become "for everybody". */
  private static Optional<String> address(JsonObject fields, String name)
      throws Unfit, MalformedJsonException {
    Optional<String> text = fields.text(name);
    if (text.isPresent() && text.get().isEmpty()) {
      throw new Unfit(IngressOutcome.BAD_FIELD, "field '" + name + "' is empty");
    }
    return text;
  }

  private RoomName named(String name) throws Unfit {
    return RoomName.parse(name, maxRoomName)
        .orElseThrow(() -> new Unfit(IngressOutcome.BAD_ROOM, "not a valid room name"));
  }

  private static ClientId client(String text) throws Unfit {
    return ClientId.parse(text)
        .orElseThrow(() -> new Unfit(IngressOutcome.BAD_FIELD, "field 'to' is no client_id"));
  }

  /** Leaves the reading of a message that goes no further. */
  private static final class Unfit extends Exception {
    private static final long serialVersionUID = 1;
    private final IngressOutcome outcome;
    private final String text;

    Unfit(IngressOutcome outcome, String text) {
      super(text, null, false, false);
      this.outcome = outcome;
      this.text = text;
    }
  }
}
