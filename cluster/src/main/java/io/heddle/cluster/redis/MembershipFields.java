package io.heddle.cluster.redis;

import io.heddle.actors.fabric.MembershipChange;
import io.heddle.actors.payload.JsonObject;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.RoomName;
import java.util.Optional;

/**
 * Reads a change of a membership: an envelope with {@code user_id} there or in its {@code data},
 * and there {@code {group_id, group_name?, joined}}. Ids may be numbers, since some backends count
 * their users and groups.
 */
final class MembershipFields {
  private MembershipFields() {}

  /** Throws with a text that names the field at fault. */
  static MembershipChange read(JsonObject envelope) throws MalformedJsonException {
    JsonObject data =
        envelope
            .object("data")
            .orElseThrow(() -> new MalformedJsonException("field 'data' must be an object"));
    return new MembershipChange(
        user(envelope, data),
        id(data, "group_id")
            .filter(group -> RoomName.ofGroup(group).isPresent())
            .orElseThrow(() -> new MalformedJsonException("field 'data.group_id' names no group")),
        data.text("group_name").filter(name -> !name.isEmpty()),
        joined(data));
  }

  private static String user(JsonObject envelope, JsonObject data) throws MalformedJsonException {
    Optional<String> outer = id(envelope, "user_id");
    Optional<String> inner = id(data, "user_id");
    if (outer.isPresent() && inner.isPresent() && !outer.equals(inner)) {
      throw new MalformedJsonException("fields 'user_id' and 'data.user_id' name different users");
    }
    return outer
        .or(() -> inner)
        .filter(user -> RoomName.ofUser(user).isPresent())
        .orElseThrow(() -> new MalformedJsonException("field 'user_id' names no user"));
  }

  private static boolean joined(JsonObject data) throws MalformedJsonException {
    return switch (data.field("joined").map(Payload::toString).orElse("")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new MalformedJsonException("field 'data.joined' must be true or false");
    };
  }

  private static Optional<String> id(JsonObject fields, String name) throws MalformedJsonException {
    Optional<String> number =
        fields.field(name).map(Payload::toString).filter(text -> text.matches("-?\\d{1,19}"));
    return number.isPresent() ? number : fields.text(name);
  }
}
