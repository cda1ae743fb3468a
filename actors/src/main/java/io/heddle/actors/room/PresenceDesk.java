package io.heddle.actors.room;

import io.heddle.actors.metrics.RoomMetrics;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.PresenceReply.Present;
import io.heddle.actors.protocol.PresenceReply.Untold;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRoom.PresenceTold;
import io.heddle.actors.protocol.ToLocalRoom.ReadPresence;
import io.heddle.actors.protocol.ToRoom;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Asks the room who is there, for members of this node: those who ask while an answer is awaited
 * share the next one, so that a storm of questions is a few messages. The room is told first what
 * it does not know of this node, which thus is exact. Part of the local room's actor.
 */
final class PresenceDesk {
  private final RoomName name;
  private final Reports reports;
  private final RoomLink room;
  private final RoomMetrics metrics;
  private final ActorContext<ToLocalRoom> context;
  private List<Question> waiting = new ArrayList<>(0);
  private List<Question> asked = new ArrayList<>(0);

  PresenceDesk(
      RoomName name,
      Reports reports,
      RoomLink room,
      RoomMetrics metrics,
      ActorContext<ToLocalRoom> context) {
    this.name = name;
    this.reports = reports;
    this.room = room;
    this.metrics = metrics;
    this.context = context;
  }

  /** A member asks; {@code now} in milliseconds since 1970. */
  void ask(ReadPresence question, long now) {
    waiting.add(new Question(question, now));
    next();
  }

  /** The node has been attached; what the room was asked before, the one before may have been. */
  void attached() {
    asked.addAll(waiting);
    waiting = asked;
    asked = new ArrayList<>(0);
    next();
  }

  private void next() {
    if (asked.isEmpty() && !waiting.isEmpty() && room.isAttached()) {
      asked = waiting;
      waiting = new ArrayList<>(0);
      reports.now();
      ToRoom question =
          new ToRoom.WhoIsThere(context.messageAdapter(PresenceReply.class, PresenceTold::new));
      room.attachedTo().orElseThrow().tell(question);
    }
  }

  void told(PresenceReply reply) {
    asked.forEach(question -> answer(question.from, reply));
    asked = new ArrayList<>(0);
    next();
  }

  /** Those who have asked before {@code time} have waited long enough. */
  void giveUp(long time) {
    waiting.removeIf(question -> overdue(question, time));
    asked.removeIf(question -> overdue(question, time));
    next();
  }

  boolean isEmpty() {
    return waiting.isEmpty() && asked.isEmpty();
  }

  private boolean overdue(Question question, long time) {
    boolean late = question.since <= time;
    if (late) {
      answer(question.from, new Untold(ErrorCode.UNAVAILABLE));
    }
    return late;
  }

  private void answer(ReadPresence question, PresenceReply reply) {
    switch (reply) {
      case Present(int count, var users) -> {
        metrics.presenceTold();
        Event.PresenceState state = new Event.PresenceState(name, count, users, question.id());
        question.member().notify(new RoomReply.PresenceRead(state));
      }
      case Untold(var code) -> {
        metrics.presenceUnavailable();
        question.member().notify(new RoomReply.PresenceFailed(name, code, question.id()));
      }
    }
  }

  private record Question(ReadPresence from, long since) {}
}
