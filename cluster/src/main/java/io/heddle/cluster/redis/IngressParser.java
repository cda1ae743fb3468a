package io.heddle.cluster.redis;

import io.heddle.actors.fabric.MembershipChange;
import io.heddle.actors.payload.JsonObject;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what came on a channel of Redis. Pure.
 *
 * <p>A payload is an envelope where it is an object that has {@code data} and no name but those of
 * an envelope; anything else is the data itself, since it cannot be told from data of an
 * application that has a {@code type} of its own.
 */
final class IngressParser {
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

  /**
   * @param maxRoomName longest name of a room, in characters
   * @param ownOrigin what this cluster's own messages carry
   */
  IngressParser(int maxRoomName, Optional<String> ownOrigin) {
    this.maxRoomName = maxRoomName;
    this.ownOrigin = ownOrigin;
  }

  /**
   * Reads one message.
   *
   * @param channel one that {@code row} covers
   * @param id for a message that brings none
   */
  IngressMessage parse(IngressRow row, byte[] channel, byte[] payload, MadeUpId id) {
    try {
      String name =
          Utf8.decode(channel)
              .orElseThrow(
                  () -> new UnfitException(IngressOutcome.BAD_ROOM, "channel is not UTF-8"));
      return read(row, row.rest(name), IngressRules.json("payload", payload), id);
    } catch (UnfitException unfit) {
      return unfit.message();
    } catch (MalformedJsonException malformed) {
      return new IngressMessage.Unfit(
          IngressOutcome.BAD_FIELD, String.valueOf(malformed.getMessage()));
    }
  }

  private IngressMessage read(IngressRow row, String rest, Payload json, MadeUpId id)
      throws UnfitException, MalformedJsonException {
    Optional<JsonObject> envelope = envelope(json);
    if (envelope.isEmpty()) {
      Draft draft =
          new Draft(row.type(), json, id.text(), Sender.SERVER, id.key(), Optional.empty());
      return new IngressMessage.Publish(roomWithoutEnvelope(row, rest), draft);
    }
    JsonObject fields = envelope.get();
    if (ownOrigin.isPresent() && fields.text("origin").equals(ownOrigin)) {
      return new IngressMessage.Own();
    }
    Draft draft = draft(row, fields, id);
    if (row == IngressRow.USERS && draft.type().equals(MembershipChange.TYPE)) {
      return new IngressMessage.Change(change(fields), draft);
    }
    if (row == IngressRow.MESSAGES && fields.field("to").isPresent()) {
      return new IngressMessage.Direct(
          client(IngressRules.address("to", fields.text("to")).orElseThrow()), draft);
    }
    return new IngressMessage.Publish(room(row, rest, fields), draft);
  }

  private MembershipChange change(JsonObject envelope)
      throws UnfitException, MalformedJsonException {
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

  private Draft draft(IngressRow row, JsonObject fields, MadeUpId id)
      throws UnfitException, MalformedJsonException {
    String type = IngressRules.type(fields.text("type").orElse(row.type()));
    Payload data = fields.field("data").orElse(Payload.parse("null"));
    Optional<String> messageId =
        IngressRules.limited("message_id", fields.text("message_id"), IngressRules.MAX_MESSAGE_ID);
    Optional<String> key =
        IngressRules.limited("key", fields.text("key"), IngressRules.MAX_KEY)
            .or(() -> messageId)
            .or(id::key);
    Sender sender = IngressRules.sender(fields.text("from"));
    return new Draft(type, data, messageId.orElse(id.text()), sender, key, Optional.empty());
  }

  private RoomName roomWithoutEnvelope(IngressRow row, String rest) throws UnfitException {
    return switch (row) {
      case NOTIFICATIONS -> named("user:" + rest);
      case EVENTS -> named("events:" + rest);
      case BROADCAST, SYSTEM, MESSAGES -> RoomName.SYSTEM;
      case ROOMS -> throw new UnfitException(IngressOutcome.NO_TARGET, "no envelope with a 'room'");
      case USERS ->
          throw new UnfitException(IngressOutcome.NO_TARGET, "no envelope with a 'user_id'");
    };
  }

  private RoomName room(IngressRow row, String rest, JsonObject fields)
      throws UnfitException, MalformedJsonException {
    return switch (row) {
      case NOTIFICATIONS, EVENTS, BROADCAST, SYSTEM -> roomWithoutEnvelope(row, rest);
      case ROOMS ->
          namedRoom(fields)
              .orElseThrow(
                  () -> new UnfitException(IngressOutcome.NO_TARGET, "field 'room' is missing"));
      case USERS ->
          userRoom(fields)
              .orElseThrow(
                  () -> new UnfitException(IngressOutcome.NO_TARGET, "field 'user_id' is missing"));
      case MESSAGES -> {
        Optional<RoomName> user = userRoom(fields);
        yield user.isPresent() ? user.get() : namedRoom(fields).orElse(RoomName.SYSTEM);
      }
    };
  }

  private Optional<RoomName> userRoom(JsonObject fields)
      throws UnfitException, MalformedJsonException {
    Optional<String> user = IngressRules.address("user_id", fields.text("user_id"));
    return user.isPresent() ? Optional.of(named("user:" + user.get())) : Optional.empty();
  }

  private Optional<RoomName> namedRoom(JsonObject fields)
      throws UnfitException, MalformedJsonException {
    Optional<String> room = IngressRules.address("room", fields.text("room"));
    Optional<String> channel = IngressRules.address("channel", fields.text("channel"));
    if (room.isPresent() && channel.isPresent() && !room.equals(channel)) {
      throw new UnfitException(
          IngressOutcome.BAD_ROOM, "fields 'room' and 'channel' name different rooms");
    }
    Optional<String> name = room.or(() -> channel);
    return name.isPresent() ? Optional.of(named(name.get())) : Optional.empty();
  }

  private RoomName named(String name) throws UnfitException {
    return IngressRules.room(name, maxRoomName);
  }

  private static ClientId client(String text) throws UnfitException {
    return ClientId.parse(text)
        .orElseThrow(
            () -> new UnfitException(IngressOutcome.BAD_FIELD, "field 'to' is no client_id"));
  }
}
