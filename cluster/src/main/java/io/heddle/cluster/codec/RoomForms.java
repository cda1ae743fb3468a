package io.heddle.cluster.codec;

import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.ToLocalRoom.Announce;
import io.heddle.actors.protocol.ToLocalRoom.Attached;
import io.heddle.actors.protocol.ToLocalRoom.Deliver;
import io.heddle.actors.protocol.ToLocalRoom.Others;
import io.heddle.actors.protocol.ToLocalRoom.SeatsGranted;
import io.heddle.actors.protocol.ToRoom.Attach;
import io.heddle.actors.protocol.ToRoom.Attended;
import io.heddle.actors.protocol.ToRoom.ClaimSeats;
import io.heddle.actors.protocol.ToRoom.Delivered;
import io.heddle.actors.protocol.ToRoom.Detach;
import io.heddle.actors.protocol.ToRoom.Nobody;
import io.heddle.actors.protocol.ToRoom.Publish;
import io.heddle.actors.protocol.ToRoom.WhoIsThere;
import java.util.List;

/** What rooms and the nodes that have members of them tell each other. */
final class RoomForms {
  static final List<WireForm<?>> ALL =
      List.of(
          new WireForm<>("publish/1", Publish.class, RoomForms::publish, RoomForms::publish),
          new WireForm<>("attach/1", Attach.class, RoomForms::attach, RoomForms::attach),
          new WireForm<>(
              "nobody/1",
              Nobody.class,
              (out, it) -> out.text(it.node()),
              in -> new Nobody(in.text())),
          new WireForm<>(
              "detach/1",
              Detach.class,
              (out, it) -> out.text(it.node()).ref(it.localRoom()),
              in -> new Detach(in.text(), in.ref())),
          new WireForm<>("attended/1", Attended.class, RoomForms::attended, RoomForms::attended),
          new WireForm<>(
              "claim-seats/1", ClaimSeats.class, RoomForms::claimSeats, RoomForms::claimSeats),
          new WireForm<>(
              "who/1",
              WhoIsThere.class,
              (out, it) -> out.ref(it.replyTo()),
              in -> new WhoIsThere(in.ref())),
          new WireForm<>(
              "delivered/1",
              Delivered.class,
              (out, it) -> out.text(it.node()).number(it.offset()).number(it.receivers()),
              in -> new Delivered(in.text(), in.number(), in.count())),
          new WireForm<>("attached/1", Attached.class, RoomForms::attached, RoomForms::attached),
          new WireForm<>("deliver/1", Deliver.class, RoomForms::deliver, RoomForms::deliver),
          new WireForm<>(
              "others/1",
              Others.class,
              (out, it) -> out.number(it.members()),
              in -> new Others(in.count())),
          new WireForm<>(
              "seats-granted/1",
              SeatsGranted.class,
              (out, it) -> out.number(it.number()).number(it.seats()),
              in -> new SeatsGranted(in.number(), in.count())),
          new WireForm<>(
              "announce/1",
              Announce.class,
              (out, it) -> out.nested(it.event()).text(it.exceptUser()),
              in -> new Announce(in.nested(Event.class), in.text())));

  private RoomForms() {}

  private static void publish(WireOut out, Publish publish) {
    out.number(publish.batch())
        .all(publish.drafts(), WireValues::draft)
        .flag(publish.counted())
        .ref(publish.replyTo());
  }

  private static Publish publish(WireIn in) {
    return new Publish(in.number(), in.all(WireValues::draft), in.flag(), in.ref());
  }

  private static void attach(WireOut out, Attach attach) {
    out.text(attach.node()).ref(attach.localRoom()).optional(attach.have(), WireValues::position);
    WireValues.attendance(out, attach.attendance());
  }

  private static Attach attach(WireIn in) {
    return new Attach(
        in.text(), in.ref(), in.optional(WireValues::position), WireValues.attendance(in));
  }

  private static void attended(WireOut out, Attended attended) {
    out.text(attended.node());
    WireValues.attendance(out, attended.attendance());
  }

  private static Attended attended(WireIn in) {
    return new Attended(in.text(), WireValues.attendance(in));
  }

  private static void claimSeats(WireOut out, ClaimSeats claim) {
    out.text(claim.node())
        .ref(claim.localRoom())
        .number(claim.number())
        .number(claim.taken())
        .number(claim.wanted());
  }

  private static ClaimSeats claimSeats(WireIn in) {
    return new ClaimSeats(in.text(), in.ref(), in.number(), in.count(), in.count());
  }

  private static void attached(WireOut out, Attached attached) {
    out.ref(attached.room());
    WireValues.position(out, attached.head());
    WireValues.publications(out, attached.missed());
    out.flag(attached.complete()).number(attached.others()).text(attached.host());
  }

  private static Attached attached(WireIn in) {
    return new Attached(
        in.ref(),
        WireValues.position(in),
        WireValues.publications(in),
        in.flag(),
        in.count(),
        in.text());
  }

  private static void deliver(WireOut out, Deliver deliver) {
    WireValues.publications(out, deliver.publications());
    out.flag(deliver.acknowledge());
  }

  private static Deliver deliver(WireIn in) {
    return new Deliver(WireValues.publications(in), in.flag());
  }
}
