package io.heddle.cluster.redis;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToPublisher;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages to the fabric and counts what becomes of them; bounds how many are under way,
 * counted from their arrival at the socket, so that no mailbox behind it grows without a limit.
 * Safe to call from any thread.
 */
final class IngressDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(IngressDelivery.class);

  private final Fabric fabric;
  private final IngressMetrics metrics;
  private final Semaphore free;

  IngressDelivery(Fabric fabric, IngressMetrics metrics, int limit) {
    this.fabric = fabric;
    this.metrics = metrics;
    this.free = new Semaphore(limit);
  }

  /**
   * Takes a place for a message that arrived. Where there is none, the message is counted and has
   * to be dropped; else one call of the other methods gives the place back.
   */
  boolean admit(IngressRow row) {
    boolean admitted = free.tryAcquire();
    if (!admitted) {
      metrics.message(row, IngressOutcome.OVERFLOW);
    }
    return admitted;
  }

  /** A message that goes no further. */
  void settle(IngressRow row, IngressOutcome outcome) {
    free.release();
    metrics.message(row, outcome);
  }

  void deliver(IngressRow row, IngressMessage message) {
    switch (message) {
      case IngressMessage.Publish(RoomName room, Draft draft) ->
          await(row, () -> fabric.publish(room, draft.asRelayed()), IngressDelivery::published);
      case IngressMessage.Direct(var to, Draft draft) ->
          await(
              row,
              () -> fabric.toConnection(to, draft),
              count -> count > 0 ? IngressOutcome.DELIVERED : IngressOutcome.NOBODY);
      case IngressMessage.Change(var change, Draft draft) ->
          await(
              row,
              () -> fabric.change(change, draft.asRelayed()),
              done -> done.announced() ? IngressOutcome.PUBLISHED : IngressOutcome.UNAVAILABLE);
      case IngressMessage.Own() -> settle(row, IngressOutcome.OWN_ORIGIN);
      case IngressMessage.Unfit(var outcome, _) -> settle(row, outcome);
    }
  }

  private <T> void await(
      IngressRow row, Supplier<CompletionStage<T>> work, Function<T, IngressOutcome> outcome) {
    CompletionStage<T> stage;
    try {
      stage = work.get();
    } catch (RuntimeException fault) {
      failed(row, fault);
      return;
    }
    stage.whenComplete(
        (answer, fault) -> {
          if (fault == null) {
            settle(row, outcome.apply(answer));
          } else {
            failed(row, fault);
          }
        });
  }

  private void failed(IngressRow row, Throwable fault) {
    LOG.error("A message from Redis on {} could not be handed on", row.channel(), fault);
    settle(row, IngressOutcome.FAULT);
  }

  private static IngressOutcome published(ToPublisher.Answer answer) {
    return switch (answer) {
      case ToPublisher.Done(var receipt) ->
          receipt.duplicate() ? IngressOutcome.DUPLICATE : IngressOutcome.PUBLISHED;
      case ToPublisher.Failed(var code) ->
          code.temporary() ? IngressOutcome.UNAVAILABLE : IngressOutcome.REFUSED;
    };
  }
}
