package io.heddle.cluster.codec;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Attendance;
import io.heddle.actors.protocol.Attendance.Names;
import io.heddle.actors.protocol.Attendee;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.MemberState;
import io.heddle.actors.protocol.Notice;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToNotices;
import io.heddle.actors.protocol.ToRoom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;

/** One message of each kind that goes to another node, as the fixtures hold them. */
final class WireSamples {
  static final RoomName ROOM = new RoomName("chat:Füße-愛");
  private static final Position HEAD = new Position("e1", 300);
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000, 123_456_789);
  private static final Attendee ANNA =
      new Attendee(
          "anna", 2, Optional.of(new MemberState(Payload.of("{\"at\":1}"), 1_700_000_000_123L)));
  private static final Attendee GONE = new Attendee("ben", 0, Optional.empty());

  private final ActorRefResolver refs;

  WireSamples(ActorRefResolver refs) {
    this.refs = refs;
  }

  private <T> ActorRef<T> ref(String name) {
    return refs.resolveActorRef("pekko://heddle@10.0.0.1:7355/user/" + name + "#4711");
  }

  static ClientId client() {
    return new ClientId(UUID.fromString("3a5f0c52-7f6e-4a3b-9d57-0123456789ab"));
  }

  static Draft draft(String json) {
    return new Draft(
        "message",
        Payload.of(json),
        "m-1",
        new Sender(Optional.of("anna"), Optional.of(client())),
        Optional.of("key"),
        Optional.of("price"),
        true);
  }

  static List<Publication> publications() {
    Draft plain = Draft.of("tick", Payload.of("2"), "m-2", Sender.SERVER);
    return List.of(
        new Publication(ROOM, new Position("e1", 299), 1_700_000_000_001L, draft("{\"a\":\"é\"}")),
        new Publication(ROOM, HEAD, 1_700_000_000_002L, plain));
  }

  /** In the order of the forms. */
  List<Object> all() {
    Event direct = new Event.Direct(draft("[1]"), TIME);
    Event joined = new Event.UserJoined(ROOM, "anna", 3);
    RoomReply.Placed placed = new RoomReply.Placed(ROOM, Event.RoomAction.LEFT);
    RoomReply whisper = new RoomReply.Whisper(direct, Set.of(ROOM));
    return List.of(
        new ToRoom.Publish(
            Long.MAX_VALUE, List.of(draft("1"), draft("{\"b\":2}")), true, ref("publisher")),
        new ToRoom.Attach(
            "node-1", ref("local"), Optional.of(HEAD), new Attendance(5, Names.ALL, List.of(ANNA))),
        new ToRoom.Nobody("node-1"),
        new ToRoom.Detach("node-1", ref("local")),
        new ToRoom.Attended("node-1", new Attendance(4, Names.CHANGED, List.of(ANNA, GONE))),
        new ToRoom.ClaimSeats("node-1", ref("local"), 300, 5, 2),
        new ToRoom.WhoIsThere(ref("asker")),
        new ToRoom.Delivered("node-1", 300, 7),
        new ToLocalRoom.Attached(ref("room"), HEAD, publications(), true, 12, "node-2"),
        new ToLocalRoom.Deliver(publications(), true),
        new ToLocalRoom.Others(200),
        new ToLocalRoom.SeatsGranted(300, 7),
        new ToLocalRoom.Announce(joined, "anna"),
        new ToNode.Whisper(client(), direct, Set.of(ROOM)),
        new ToNode.Deliver(client(), direct, ref("asker")),
        new ToNode.Ask(client(), "where", Payload.of("{}"), Duration.ofSeconds(9), ref("asker")),
        new ToNode.Disconnect(client(), CloseCode.DISCONNECTED, "bye", ref("asker")),
        new ToNode.Load(ref("asker")),
        new ToNode.Retire(ref("asker")),
        new ToNode.Report(ref("asker")),
        new ToNode.ForRooms(new ToLocalRooms.Count(ROOM, ref("asker"))),
        new ToNode.ForNotices(new ToNotices.Confirmed(List.of(7L))),
        new ToNotices.Remind(
            ref("node"),
            List.of(
                new ToNotices.Reminder(
                    1, new Notice(ROOM, ref("room"), ref("local"), Optional.of(HEAD), 3)),
                new ToNotices.Reminder(
                    200, new Notice(ROOM, ref("room"), ref("local"), Optional.empty(), 0)))),
        new ToNotices.Confirmed(List.of(1L, 200L, Long.MAX_VALUE)),
        new ToLocalRooms.Opened(ROOM, ref("room"), HEAD),
        new ToLocalRooms.Closed(ROOM, ref("room")),
        new ToLocalRooms.TellSeats(ROOM, ref("room")),
        new ToLocalRooms.Notify(ROOM, whisper, Optional.of(ref("asker"))),
        new ToLocalRooms.Place(new RoomName("user:anna"), placed, ref("asker")),
        new ToLocalRooms.Count(ROOM, ref("asker")),
        new ToLocalRooms.Disconnect(ROOM, CloseCode.BLOCKED, "out", ref("asker")),
        new PublishReply(
            ROOM,
            7,
            new PublishReply.Accepted(
                List.of(
                    new PublishReply.Receipt(HEAD, true, -1),
                    new PublishReply.Receipt(HEAD, false, 3)))),
        new PresenceReply.Present(9, Optional.of(List.of(ANNA, GONE))),
        new PresenceReply.Untold(ErrorCode.UNAVAILABLE),
        new ClientReply.Answered(Payload.of("true")),
        new ClientReply.Refused(Payload.of("\"no\"")),
        new ClientReply.Unanswered(ClientReply.Why.TOO_MANY),
        new ToNode.NodeLoad(1000, 20),
        new ToNode.NodeReport(
            "node-1", true, 1000, 400, ToNode.NodeReport.UNLIMITED, "00ff00ff00ff"),
        direct,
        joined,
        new Event.UserLeft(ROOM, "anna", 2),
        new Event.UserStatus(new RoomName("group:7"), "anna", true),
        whisper,
        placed);
  }
}
