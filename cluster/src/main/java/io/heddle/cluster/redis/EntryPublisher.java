package io.heddle.cluster.redis;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToPublisher;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands entries of the stream to the fabric. Safe to use from any thread. */
final class EntryPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(EntryPublisher.class);

  private final Fabric fabric;

  EntryPublisher(Fabric fabric) {
    this.fabric = fabric;
  }

  /** What the room has answered; empty: a fault, which is logged. Never fails. */
  CompletionStage<Optional<ToPublisher.Answer>> publish(RoomName room, EntryLanes.Loaded loaded) {
    try {
      return fabric
          .publish(room, loaded.draft())
          .handle((answer, fault) -> fault == null ? Optional.of(answer) : failed(loaded, fault));
    } catch (RuntimeException fault) {
      return CompletableFuture.completedFuture(failed(loaded, fault));
    }
  }

  private static Optional<ToPublisher.Answer> failed(EntryLanes.Loaded loaded, Throwable fault) {
    LOG.error("Entry {} could not be handed on", loaded.entry().id(), fault);
    return Optional.empty();
  }
}
