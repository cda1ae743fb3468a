package io.heddle.actors.fabric;

import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToNode.NodeLoad;
import io.heddle.actors.protocol.ToPublisher;
import java.util.concurrent.CompletionStage;

/**
 * What a backend can do with the connections of the whole cluster. Safe to call from any thread; no
 * call blocks. Stages complete on a thread of the actor system, and fail only by a fault; a node
 * that does not answer in time is left out of counts.
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
   * Hands a message to one connection, at most once, in no order with what rooms send.
   *
   * @return 1, or 0 where there is no such connection
   */
  CompletionStage<Integer> toConnection(ClientId clientId, Draft draft);

  /**
   * Closes each connection that is in a room at this moment.
   *
   * @return how many there were
   */
  CompletionStage<Integer> disconnect(RoomName room, CloseCode code, String reason);

  /** Closes one connection; 0 where there is no such connection. */
  CompletionStage<Integer> disconnect(ClientId clientId, CloseCode code, String reason);

  /** How many connections are in a room; for {@code user:<id>}, how many the user has. */
  CompletionStage<Integer> count(RoomName room);

  /** How much all nodes hold together. A room counts once for each node that has members of it. */
  CompletionStage<NodeLoad> load();
}
