package io.heddle.cluster.codec;

import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Notice;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToLocalRooms.Closed;
import io.heddle.actors.protocol.ToLocalRooms.Count;
import io.heddle.actors.protocol.ToLocalRooms.Notify;
import io.heddle.actors.protocol.ToLocalRooms.Opened;
import io.heddle.actors.protocol.ToLocalRooms.Place;
import io.heddle.actors.protocol.ToLocalRooms.TellSeats;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToNode.Ask;
import io.heddle.actors.protocol.ToNode.Deliver;
import io.heddle.actors.protocol.ToNode.ForNotices;
import io.heddle.actors.protocol.ToNode.ForRooms;
import io.heddle.actors.protocol.ToNode.Load;
import io.heddle.actors.protocol.ToNode.Report;
import io.heddle.actors.protocol.ToNode.Retire;
import io.heddle.actors.protocol.ToNode.Whisper;
import io.heddle.actors.protocol.ToNotices;
import io.heddle.actors.protocol.ToNotices.Confirmed;
import io.heddle.actors.protocol.ToNotices.Remind;
import io.heddle.actors.protocol.ToNotices.Reminder;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What nodes are told, for their connections and for their rooms. */
final class NodeForms {
  static final List<WireForm<?>> ALL =
      List.of(
          new WireForm<>("whisper/1", Whisper.class, NodeForms::whisper, NodeForms::whisper),
          new WireForm<>("direct/1", Deliver.class, NodeForms::direct, NodeForms::direct),
          new WireForm<>("ask/1", Ask.class, NodeForms::ask, NodeForms::ask),
          new WireForm<>(
              "disconnect/1",
              ToNode.Disconnect.class,
              NodeForms::disconnect,
              NodeForms::disconnect),
          new WireForm<>(
              "load/1", Load.class, (out, it) -> out.ref(it.replyTo()), in -> new Load(in.ref())),
          new WireForm<>(
              "retire/1",
              Retire.class,
              (out, it) -> out.ref(it.replyTo()),
              in -> new Retire(in.ref())),
          new WireForm<>(
              "report/1",
              Report.class,
              (out, it) -> out.ref(it.replyTo()),
              in -> new Report(in.ref())),
          new WireForm<>(
              "for-rooms/1",
              ForRooms.class,
              (out, it) -> out.nested(it.message()),
              in -> new ForRooms(in.nested(ToLocalRooms.class))),
          new WireForm<>(
              "for-notices/1",
              ForNotices.class,
              (out, it) -> out.nested(it.message()),
              in -> new ForNotices(in.nested(ToNotices.class))),
          new WireForm<>("remind/1", Remind.class, NodeForms::remind, NodeForms::remind),
          new WireForm<>(
              "confirmed/1",
              Confirmed.class,
              (out, it) -> out.all(it.numbers(), WireOut::number),
              in -> new Confirmed(in.all(WireIn::number))),
          new WireForm<>("opened/1", Opened.class, NodeForms::opened, NodeForms::opened),
          new WireForm<>("closed/1", Closed.class, NodeForms::closed, NodeForms::closed),
          new WireForm<>(
              "tell-seats/1", TellSeats.class, NodeForms::tellSeats, NodeForms::tellSeats),
          new WireForm<>("notify/1", Notify.class, NodeForms::notify, NodeForms::notify),
          new WireForm<>("place/1", Place.class, NodeForms::place, NodeForms::place),
          new WireForm<>("count/1", Count.class, NodeForms::count, NodeForms::count),
          new WireForm<>(
              "disconnect-room/1",
              ToLocalRooms.Disconnect.class,
              NodeForms::disconnectRoom,
              NodeForms::disconnectRoom));

  private NodeForms() {}

  private static void whisper(WireOut out, Whisper whisper) {
    WireValues.clientId(out, whisper.clientId());
    out.nested(whisper.event()).all(whisper.sharing(), WireValues::room);
  }

  private static Whisper whisper(WireIn in) {
    return new Whisper(
        WireValues.clientId(in), in.nested(Event.class), Set.copyOf(in.all(WireValues::room)));
  }

  private static void direct(WireOut out, Deliver deliver) {
    WireValues.clientId(out, deliver.clientId());
    out.nested(deliver.event()).ref(deliver.replyTo());
  }

  private static Deliver direct(WireIn in) {
    return new Deliver(WireValues.clientId(in), in.nested(Event.class), in.ref());
  }

  private static void ask(WireOut out, Ask ask) {
    WireValues.clientId(out, ask.clientId());
    out.text(ask.name());
    WireValues.payload(out, ask.data());
    out.number(ask.timeout().toMillis()).ref(ask.replyTo());
  }

  private static Ask ask(WireIn in) {
    return new Ask(
        WireValues.clientId(in),
        in.text(),
        WireValues.payload(in),
        Duration.ofMillis(in.number()),
        in.ref());
  }

  private static void disconnect(WireOut out, ToNode.Disconnect disconnect) {
    WireValues.clientId(out, disconnect.clientId());
    WireValues.close(out, disconnect.code());
    out.text(disconnect.reason()).ref(disconnect.replyTo());
  }

  private static ToNode.Disconnect disconnect(WireIn in) {
    return new ToNode.Disconnect(
        WireValues.clientId(in), WireValues.close(in), in.text(), in.ref());
  }

  private static void remind(WireOut out, Remind remind) {
    out.ref(remind.from()).all(remind.reminders(), NodeForms::reminder);
  }

  private static Remind remind(WireIn in) {
    return new Remind(in.ref(), in.all(NodeForms::reminder));
  }

  private static void reminder(WireOut out, Reminder reminder) {
    Notice notice = reminder.notice();
    out.number(reminder.number());
    WireValues.room(out, notice.room());
    out.ref(notice.ref())
        .ref(notice.localRoom())
        .optional(notice.head(), WireValues::position)
        .number(notice.members());
  }

  private static Reminder reminder(WireIn in) {
    long number = in.number();
    Notice notice =
        new Notice(
            WireValues.room(in), in.ref(), in.ref(), in.optional(WireValues::position), in.count());
    return new Reminder(number, notice);
  }

  private static void opened(WireOut out, Opened opened) {
    WireValues.room(out, opened.room());
    out.ref(opened.ref());
    WireValues.position(out, opened.head());
  }

  private static Opened opened(WireIn in) {
    return new Opened(WireValues.room(in), in.ref(), WireValues.position(in));
  }

  private static void closed(WireOut out, Closed closed) {
    WireValues.room(out, closed.room());
    out.ref(closed.ref());
  }

  private static Closed closed(WireIn in) {
    return new Closed(WireValues.room(in), in.ref());
  }

  private static void tellSeats(WireOut out, TellSeats question) {
    WireValues.room(out, question.room());
    out.ref(question.ref());
  }

  private static TellSeats tellSeats(WireIn in) {
    return new TellSeats(WireValues.room(in), in.ref());
  }

  private static void notify(WireOut out, Notify notify) {
    WireValues.room(out, notify.room());
    out.nested(notify.reply()).optional(notify.replyTo(), WireOut::ref);
  }

  private static Notify notify(WireIn in) {
    return new Notify(
        WireValues.room(in), in.nested(RoomReply.class), in.optional(WireIn::<Integer>ref));
  }

  private static void place(WireOut out, Place place) {
    WireValues.room(out, place.user());
    out.nested(place.change()).ref(place.replyTo());
  }

  private static Place place(WireIn in) {
    return new Place(WireValues.room(in), in.nested(RoomReply.Placed.class), in.ref());
  }

  private static void count(WireOut out, Count count) {
    WireValues.room(out, count.room());
    out.ref(count.replyTo());
  }

  private static Count count(WireIn in) {
    return new Count(WireValues.room(in), in.ref());
  }

  private static void disconnectRoom(WireOut out, ToLocalRooms.Disconnect disconnect) {
    WireValues.room(out, disconnect.room());
    WireValues.close(out, disconnect.code());
    out.text(disconnect.reason()).ref(disconnect.replyTo());
  }

  private static ToLocalRooms.Disconnect disconnectRoom(WireIn in) {
    return new ToLocalRooms.Disconnect(
        WireValues.room(in), WireValues.close(in), in.text(), in.ref());
  }
}
