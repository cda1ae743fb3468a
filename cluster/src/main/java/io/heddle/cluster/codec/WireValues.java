package io.heddle.cluster.codec;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Attendance;
import io.heddle.actors.protocol.Attendee;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.MemberState;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import java.util.ArrayList;
import java.util.List;

/** The parts that several messages to other nodes have. */
final class WireValues {
  private WireValues() {}

  static void room(WireOut out, RoomName room) {
    out.text(room.value());
  }

  static RoomName room(WireIn in) {
    return new RoomName(in.text());
  }

  static void position(WireOut out, Position position) {
    out.text(position.epoch()).number(position.offset());
  }

  static Position position(WireIn in) {
    return new Position(in.text(), in.number());
  }

  static void clientId(WireOut out, ClientId clientId) {
    out.uuid(clientId.value());
  }

  static ClientId clientId(WireIn in) {
    return new ClientId(in.uuid());
  }

  /** The bytes as they came, so that nobody has to look into them. */
  static void payload(WireOut out, Payload payload) {
    out.bytes(payload.bytes());
  }

  static Payload payload(WireIn in) {
    return Payload.ofChecked(in.bytes());
  }

  static void draft(WireOut out, Draft draft) {
    out.text(draft.type())
        .text(draft.messageId())
        .optional(draft.sender().userId(), WireOut::text)
        .optional(draft.sender().clientId(), WireValues::clientId)
        .optional(draft.key(), WireOut::text)
        .optional(draft.conflationKey(), WireOut::text)
        .flag(draft.relayed());
    payload(out, draft.data());
  }

  static Draft draft(WireIn in) {
    String type = in.text();
    String messageId = in.text();
    Sender sender = new Sender(in.optional(WireIn::text), in.optional(WireValues::clientId));
    var key = in.optional(WireIn::text);
    var conflationKey = in.optional(WireIn::text);
    boolean relayed = in.flag();
    return new Draft(type, payload(in), messageId, sender, key, conflationKey, relayed);
  }

  /** Publications of one room, contiguous: what they have in common is written once. */
  static void publications(WireOut out, List<Publication> publications) {
    out.number(publications.size());
    if (publications.isEmpty()) {
      return;
    }
    Publication first = publications.getFirst();
    room(out, first.room());
    position(out, first.position());
    long next = 0;
    for (Publication publication : publications) {
      if (!publication.position().equals(first.position().plus(next++))) {
        throw new IllegalArgumentException("publications with a gap");
      }
      out.number(publication.timestamp());
      draft(out, publication.draft());
    }
  }

  static List<Publication> publications(WireIn in) {
    int count = in.count();
    if (count == 0) {
      return List.of();
    }
    RoomName room = room(in);
    Position first = position(in);
    List<Publication> publications = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      publications.add(new Publication(room, first.plus(i), in.number(), draft(in)));
    }
    return publications;
  }

  static void attendance(WireOut out, Attendance attendance) {
    out.number(attendance.members())
        .text(attendance.names().name())
        .all(attendance.users(), WireValues::attendee);
  }

  static Attendance attendance(WireIn in) {
    return new Attendance(
        in.count(), Attendance.Names.valueOf(in.text()), in.all(WireValues::attendee));
  }

  static void attendee(WireOut out, Attendee attendee) {
    out.text(attendee.userId())
        .number(attendee.connections())
        .optional(attendee.state(), WireValues::state);
  }

  static Attendee attendee(WireIn in) {
    return new Attendee(in.text(), in.count(), in.optional(WireValues::state));
  }

  private static void state(WireOut out, MemberState state) {
    payload(out, state.data());
    out.number(state.since());
  }

  private static MemberState state(WireIn in) {
    return new MemberState(payload(in), in.number());
  }

  static void error(WireOut out, ErrorCode code) {
    out.text(code.name());
  }

  static ErrorCode error(WireIn in) {
    return ErrorCode.valueOf(in.text());
  }

  static void close(WireOut out, CloseCode code) {
    out.text(code.name());
  }

  static CloseCode close(WireIn in) {
    return CloseCode.valueOf(in.text());
  }
}
