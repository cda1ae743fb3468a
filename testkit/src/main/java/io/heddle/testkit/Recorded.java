package io.heddle.testkit;

import io.heddle.actors.fabric.ConnectionListener;
import io.heddle.actors.fabric.MembershipChange;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;
import java.time.Duration;

/** One call of a {@link RecordingFabric}. */
public sealed interface Recorded {
  /** A message for others: what {@code count}, {@code lastType} and {@code lastData} are about. */
  sealed interface Message extends Recorded {
    /** What was said. */
    Draft draft();
  }

  /** Into a room; that of a user for {@code toUser}, {@code system} for {@code broadcast}. */
  record Published(RoomName room, Draft draft) implements Message {}

  /** To one connection. */
  record Handed(ClientId clientId, Draft draft) implements Message {}

  /** A client was asked. */
  record Asked(ClientId clientId, String name, Payload data, Duration timeout)
      implements Recorded {}

  /** A user was joined to a room. */
  record Joined(String userId, RoomName room) implements Recorded {}

  /** A user was taken out of a room. */
  record Left(String userId, RoomName room) implements Recorded {}

  /** The groups of a user were changed, and that announced. */
  record Changed(MembershipChange change, Draft announcement) implements Recorded {}

  /** All in a room were disconnected; those of a user for {@code disconnectUser}. */
  record RoomDisconnected(RoomName room, CloseCode code, String reason) implements Recorded {}

  /** One connection was disconnected. */
  record Disconnected(ClientId clientId, CloseCode code, String reason) implements Recorded {}

  /** Members of a room were counted. */
  record Counted(RoomName room) implements Recorded {}

  /** It was asked who is in a room. */
  record Looked(RoomName room) implements Recorded {}

  /** The load was asked for. */
  record Weighed() implements Recorded {}

  /** A listener was added. */
  record Listened(ConnectionListener listener) implements Recorded {}
}
