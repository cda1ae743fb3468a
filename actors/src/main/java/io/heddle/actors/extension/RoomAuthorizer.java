package io.heddle.actors.extension;

import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomVerdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides in code who may subscribe to a room and publish in it, beyond the policy of its
 * namespace. Found by {@link java.util.ServiceLoader}, so an implementation has a public
 * constructor without parameters and is named in {@code
 * META-INF/services/io.heddle.actors.extension.RoomAuthorizer}.
 *
 * <p>Where several are there, one that denies decides; else one that allows; where all abstain, the
 * policy does. Nobody is asked about subscribing to rooms that the server has joined.
 *
 * <p>Called on threads of its own pool ({@code heddle.extensions.threads}), by several at once. An
 * exception, a stage that fails, none at all, or no verdict within {@code
 * heddle.extensions.timeout} denies, and the client is told a reference under which the log has the
 * cause; such a denial holds for that command alone, so that the next one asks again. Where more
 * calls wait than {@code heddle.extensions.queue}, nobody is asked, and the client is told {@code
 * unavailable}. Of the rooms of one command, eight are asked about at a time. While a verdict is
 * awaited, what else the connection says waits, so that its commands stay in order.
 */
public interface RoomAuthorizer {
  /**
   * May this connection subscribe? Asked at each subscribe of one that is not in the room; the
   * verdict holds while it is, or until it has a newer token or other groups.
   */
  default CompletionStage<RoomVerdict> subscribe(Caller caller, RoomName room) {
    return CompletableFuture.completedFuture(RoomVerdict.ABSTAIN);
  }

  /**
   * May this connection, which has subscribed, publish? Asked at its first publish; the verdict
   * holds until it leaves the room, or has a newer token or other groups.
   */
  default CompletionStage<RoomVerdict> publish(Caller caller, RoomName room) {
    return CompletableFuture.completedFuture(RoomVerdict.ABSTAIN);
  }
}
