package io.heddle.actors.room;

import io.heddle.actors.log.RoomLog;
import io.heddle.actors.metrics.RoomMetrics;
import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.protocol.RoomName;
import io.heddle.config.LimitSettings;
import io.heddle.config.NamespacePolicy;
import io.heddle.config.NamespaceSettings;
import io.heddle.config.RoomSettings;
import java.time.Clock;

/**
 * What rooms and local rooms of a node work with.
 *
 * @param settings what all rooms have in common
 * @param namespaces policies
 * @param limits capacity of rooms whose policy names none
 * @param log where publications are kept
 * @param directory the nodes there are
 * @param clock for time stamps
 * @param metrics what is counted
 * @param observer is told of what rooms have accepted
 */
public record RoomEnvironment(
    RoomSettings settings,
    NamespaceSettings namespaces,
    LimitSettings limits,
    RoomLog log,
    NodeDirectory directory,
    Clock clock,
    RoomMetrics metrics,
    PublicationObserver observer) {
  /** What rooms work with whose publications nobody else is told of. */
  public RoomEnvironment(
      RoomSettings settings,
      NamespaceSettings namespaces,
      LimitSettings limits,
      RoomLog log,
      NodeDirectory directory,
      Clock clock,
      RoomMetrics metrics) {
    this(settings, namespaces, limits, log, directory, clock, metrics, PublicationObserver.NONE);
  }

  /** The policy that holds in a room. */
  public NamespacePolicy policy(RoomName room) {
    return namespaces.policy(room.namespace());
  }

  /**
   * Whether members are told who comes and goes. Who is in the user's own room is no news, and who
   * is in everybody's is too much.
   */
  public boolean announces(RoomName room) {
    return policy(room).joinLeave() && (!room.serverJoined() || room.namespace().equals("group"));
  }

  /**
   * Whether a room runs only for a while after something is published, and looks for its members
   * then; others are attached to while somebody is in.
   */
  public boolean sleeps(RoomName room) {
    return room.serverJoined() && !announces(room);
  }

  /** How many may subscribe to a room; 0 for any number. */
  public int capacity(RoomName room) {
    if (room.serverJoined()) {
      return 0;
    }
    int own = policy(room).capacity();
    return own > 0 ? own : limits.maxConnectionsPerRoom();
  }
}
