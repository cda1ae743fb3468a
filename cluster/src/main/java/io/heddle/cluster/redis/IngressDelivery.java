package io.heddle.cluster.redis;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToPublisher;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands messages to the fabric and counts what becomes of them. Safe to call from any thread. */
final class IngressDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(IngressDelivery.class);

  private final Fabric fabric;
  private final IngressMetrics metrics;
  private final Admission underWay;

  /**
   * @param underWay where each message that is handed on has a place, which is given back when its
   *     outcome is known
   */
  IngressDelivery(Fabric fabric, IngressMetrics metrics, Admission underWay) {
    this.fabric = fabric;
    this.metrics = metrics;
    this.underWay = underWay;
  }

  void deliver(IngressRow row, IngressMessage message) {
    deliver(row, message, () -> {});
  }

  /** Hands a message on; {@code over} is run once, on any thread, when its outcome is known. */
  void deliver(IngressRow row, IngressMessage message, Runnable over) {
    Outcome outcome =
        result -> {
          underWay.over();
          metrics.message(row, result);
          over.run();
        };
    switch (message) {
      case IngressMessage.Publish(RoomName room, Draft draft) ->
          await(
              row,
              outcome,
              () -> fabric.publish(room, draft.asRelayed()),
              IngressDelivery::published);
      case IngressMessage.Direct(var to, Draft draft) ->
          await(
              row,
              outcome,
              () -> fabric.toConnection(to, draft),
              count -> count > 0 ? IngressOutcome.DELIVERED : IngressOutcome.NOBODY);
      case IngressMessage.Change(var change, Draft draft) ->
          await(
              row,
              outcome,
              () -> fabric.change(change, draft.asRelayed()),
              done -> done.announced() ? IngressOutcome.PUBLISHED : IngressOutcome.UNAVAILABLE);
      case IngressMessage.Own() -> outcome.is(IngressOutcome.OWN_ORIGIN);
      case IngressMessage.Unfit(var why, _) -> outcome.is(why);
    }
  }

  private interface Outcome {
    void is(IngressOutcome result);
  }

  private static <T> void await(
      IngressRow row,
      Outcome outcome,
      Supplier<CompletionStage<T>> work,
      Function<T, IngressOutcome> meaning) {
    CompletionStage<T> stage;
    try {
      stage = work.get();
    } catch (RuntimeException fault) {
      failed(row, outcome, fault);
      return;
    }
    stage.whenComplete(
        (answer, fault) -> {
          if (fault == null) {
            outcome.is(meaning.apply(answer));
          } else {
            failed(row, outcome, fault);
          }
        });
  }

  private static void failed(IngressRow row, Outcome outcome, Throwable fault) {
    LOG.error("A message from Redis on {} could not be handed on", row.channel(), fault);
    outcome.is(IngressOutcome.FAULT);
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
