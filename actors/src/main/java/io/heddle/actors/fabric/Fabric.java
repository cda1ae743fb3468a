package io.heddle.actors.fabric;

import io.heddle.actors.connection.MessageIds;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.ReservedTypes;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.ToNode.NodeLoad;
import io.heddle.actors.protocol.ToPublisher;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a backend can do with the connections of the whole cluster. Safe to call from any thread; no
 * call blocks. Stages complete on a thread of the actor system, where nothing may block, and fail
 * only by a fault; a node that does not answer in time is left out of counts. A name or type that
 * is malformed is an {@link IllegalArgumentException} at once.
 */
public interface Fabric {
  /**
   * Publishes into a room. Repeated until the room has answered or the publish time-out is over;
   * applied once, since the room knows the draft's key or message id. Publishes to one room through
   * one fabric keep their order.
   *
   * @return {@code Done} with position and number of receivers once it is in the room's log, or
   *     {@code Failed} ({@code unavailable}: nobody knows whether it was published)
   */
  CompletionStage<ToPublisher.Answer> publish(RoomName room, Draft draft);

  /**
   * Publishes as the server, with a message id of its own; see {@link #publish(RoomName, Draft)}.
   */
  default CompletionStage<ToPublisher.Answer> publish(RoomName room, String type, Payload data) {
    return publish(room, draft(type, data, Optional.empty()));
  }

  /**
   * The same with an idempotency key: who repeats it with that key publishes once, as long as the
   * room remembers keys ({@code heddle.rooms.key-window}).
   *
   * @param key 1 to 64 bytes, unique within the room among what the server publishes
   */
  default CompletionStage<ToPublisher.Answer> publish(
      RoomName room, String type, Payload data, String key) {
    return publish(room, draft(type, data, Optional.of(key)));
  }

  /**
   * The same in texts.
   *
   * @param room such as {@code orders:7}
   * @param json any JSON value
   */
  default CompletionStage<ToPublisher.Answer> publish(String room, String type, String json) {
    return publish(new RoomName(room), type, Payload.of(json));
  }

  /**
   * Publishes into a user's room, so to each of the user's connections; see {@link
   * #publish(RoomName, Draft)}. {@code Done} with no receivers where the user has none.
   */
  default CompletionStage<ToPublisher.Answer> toUser(String userId, String type, Payload data) {
    return publish(roomOf(userId), type, data);
  }

  /** Publishes into the room that every connection is in; see {@link #publish(RoomName, Draft)}. */
  default CompletionStage<ToPublisher.Answer> broadcast(String type, Payload data) {
    return publish(RoomName.SYSTEM, type, data);
  }

  /**
   * Hands a message to one connection, at most once, in no order with what rooms send.
   *
   * @return 1, or 0 where there is no such connection
   */
  CompletionStage<Integer> toConnection(ClientId clientId, Draft draft);

  /** Hands a message of the server's to one connection, at most once; 1, or 0 where it is gone. */
  default CompletionStage<Integer> toConnection(ClientId clientId, String type, Payload data) {
    return toConnection(clientId, draft(type, data, Optional.empty()));
  }

  /**
   * Asks one client something: it gets {@code request} with a name and data, and answers {@code
   * reply}. Sent at most once, and answered once: what comes after the time-out is ignored.
   *
   * @param name what is asked for; 1 to 64 characters without spaces and controls
   * @param timeout how long the client may take, up to an hour
   */
  CompletionStage<ClientReply> ask(ClientId clientId, String name, Payload data, Duration timeout);

  /**
   * Joins each live connection of a user to a room, on every node. They are told {@code
   * room_update}, hear what is published from then on, and cannot unsubscribe; capacity and rules
   * of the room do not count, and its rule still says who may publish. A connection that opens
   * later, or in the same moment, is not joined; a {@code group:} room is a membership, which holds
   * for these too: see {@link #change(MembershipChange)}, which is what is done there.
   *
   * @param room any but {@code system} and users' rooms, which the server alone fills
   * @return to how many connections it was told, at most once each
   */
  CompletionStage<Integer> join(String userId, RoomName room);

  /**
   * Takes each live connection of a user out of a room, whoever joined it. They are told {@code
   * room_update} behind the last publication. Nothing keeps them from subscribing again but the
   * room's rule. For a {@code group:} room see {@link #change(MembershipChange)}.
   *
   * @param room any but {@code system} and users' rooms
   * @return to how many connections it was told, at most once each
   */
  CompletionStage<Integer> leave(String userId, RoomName room);

  /**
   * Changes the groups of a user: each of the user's connections, on every node, joins the group's
   * room or leaves it, at once, is told {@code room_update}, and has the rights of its groups from
   * then on. A connection that opens in the same moment, or within {@code
   * heddle.memberships.remember} of it, comes in with the change, whatever its token says; nodes
   * that start later do not know of it. Then {@code group_membership_change} is published in the
   * user's room and in the group's. Saying it twice changes nothing, and announces it twice.
   *
   * @return when they are in or out, and after the announcement; a node that does not answer in
   *     time is left out of the count
   */
  default CompletionStage<MembershipChange.Outcome> change(MembershipChange change) {
    return change(change, draft(MembershipChange.TYPE, change.data(), Optional.empty()));
  }

  /**
   * The same, announced in words of the caller's own.
   *
   * @param announcement its key, where it has one, has it announced once
   */
  CompletionStage<MembershipChange.Outcome> change(MembershipChange change, Draft announcement);

  /**
   * Closes each connection that is in a room at this moment; at most once each.
   *
   * @return how many there were
   */
  CompletionStage<Integer> disconnect(RoomName room, CloseCode code, String reason);

  /** Closes one connection, at most once; 0 where there is no such connection. */
  CompletionStage<Integer> disconnect(ClientId clientId, CloseCode code, String reason);

  /** Closes each connection that a user has at this moment; tells how many there were. */
  default CompletionStage<Integer> disconnectUser(String userId, CloseCode code, String reason) {
    return disconnect(roomOf(userId), code, reason);
  }

  /** How many connections are in a room; for {@code user:<id>}, how many the user has. */
  CompletionStage<Integer> count(RoomName room);

  /**
   * Who is in a room, on all nodes: who has come or gone on another node in the last fifth of a
   * second may not be told of. Rooms that the server joins people to are woken by it.
   *
   * @return {@code Present}, where nobody is there too; or {@code Untold} ({@code not_available}:
   *     the room's policy keeps no presence, {@code unavailable}: the room did not answer in time)
   */
  CompletionStage<PresenceReply> presence(RoomName room);

  /** How many connections a user has. */
  default CompletionStage<Integer> countUser(String userId) {
    return count(roomOf(userId));
  }

  /** How much all nodes hold together. A room counts once for each node that has members of it. */
  CompletionStage<NodeLoad> load();

  /**
   * Has a listener hear of the connections of this node, from now until the registration is closed.
   * Each thing is told at most once; see {@link ConnectionListener} for order and loss.
   */
  Registration listen(ConnectionListener listener);

  private static Draft draft(String type, Payload data, Optional<String> key) {
    if (!ReservedTypes.allows(type)) {
      throw new IllegalArgumentException("reserved or not a type: '" + type + "'");
    }
    return new Draft(type, data, MessageIds.next(), Sender.SERVER, key, Optional.empty());
  }

  private static RoomName roomOf(String userId) {
    return RoomName.ofUser(userId)
        .orElseThrow(() -> new IllegalArgumentException("not a user id: '" + userId + "'"));
  }
}
