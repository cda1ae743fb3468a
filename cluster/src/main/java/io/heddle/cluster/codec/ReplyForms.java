package io.heddle.cluster.codec;

import io.heddle.actors.protocol.ClientReply.Answered;
import io.heddle.actors.protocol.ClientReply.Refused;
import io.heddle.actors.protocol.ClientReply.Unanswered;
import io.heddle.actors.protocol.ClientReply.Why;
import io.heddle.actors.protocol.PresenceReply.Present;
import io.heddle.actors.protocol.PresenceReply.Untold;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.PublishReply.Accepted;
import io.heddle.actors.protocol.PublishReply.Receipt;
import io.heddle.actors.protocol.PublishReply.Rejected;
import io.heddle.actors.protocol.ToNode.NodeLoad;
import io.heddle.actors.protocol.ToNode.NodeReport;
import java.util.List;

/** What is answered. */
final class ReplyForms {
  static final List<WireForm<?>> ALL =
      List.of(
          new WireForm<>(
              "published/1", PublishReply.class, ReplyForms::published, ReplyForms::published),
          new WireForm<>("present/1", Present.class, ReplyForms::present, ReplyForms::present),
          new WireForm<>(
              "untold/1",
              Untold.class,
              (out, it) -> WireValues.error(out, it.code()),
              in -> new Untold(WireValues.error(in))),
          new WireForm<>(
              "answered/1",
              Answered.class,
              (out, it) -> WireValues.payload(out, it.data()),
              in -> new Answered(WireValues.payload(in))),
          new WireForm<>(
              "refused/1",
              Refused.class,
              (out, it) -> WireValues.payload(out, it.error()),
              in -> new Refused(WireValues.payload(in))),
          new WireForm<>(
              "unanswered/1",
              Unanswered.class,
              (out, it) -> out.text(it.why().name()),
              in -> new Unanswered(Why.valueOf(in.text()))),
          new WireForm<>(
              "node-load/1",
              NodeLoad.class,
              (out, it) -> out.number(it.connections()).number(it.rooms()),
              in -> new NodeLoad(in.count(), in.count())),
          new WireForm<>(
              "node-report/1",
              NodeReport.class,
              (out, it) ->
                  out.text(it.node())
                      .flag(it.leaving())
                      .number(it.connections())
                      .number(it.asked())
                      .number(it.seats())
                      .text(it.policies()),
              in ->
                  new NodeReport(
                      in.text(), in.flag(), in.count(), in.number(), in.number(), in.text())));

  private ReplyForms() {}

  private static void published(WireOut out, PublishReply reply) {
    WireValues.room(out, reply.room());
    out.number(reply.batch());
    switch (reply.outcome()) {
      case Accepted(var receipts) -> out.flag(true).all(receipts, ReplyForms::receipt);
      case Rejected(var code) -> WireValues.error(out.flag(false), code);
    }
  }

  private static PublishReply published(WireIn in) {
    return new PublishReply(WireValues.room(in), in.number(), outcome(in));
  }

  private static PublishReply.Outcome outcome(WireIn in) {
    return in.flag()
        ? new Accepted(in.all(ReplyForms::receipt))
        : new Rejected(WireValues.error(in));
  }

  private static void receipt(WireOut out, Receipt receipt) {
    WireValues.position(out, receipt.position());
    out.flag(receipt.duplicate()).number(receipt.receivers() + 1L);
  }

  private static Receipt receipt(WireIn in) {
    return new Receipt(WireValues.position(in), in.flag(), in.count() - 1);
  }

  private static void present(WireOut out, Present present) {
    out.number(present.clientCount())
        .optional(present.users(), (to, users) -> to.all(users, WireValues::attendee));
  }

  private static Present present(WireIn in) {
    return new Present(in.count(), in.optional(from -> from.all(WireValues::attendee)));
  }
}
