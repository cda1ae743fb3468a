package io.heddle.actors.room;

import io.heddle.actors.metrics.RoomMetrics;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRoom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The members that are behind: they are in the room and get nothing of what is published, but what
 * follows on a position of their own, a page at a time, as fast as each takes it. A member whose
 * position is all that the node has handed out is live from then on; since that is seen in the turn
 * of the actor that moves the position, nothing falls between replay and live, comes twice, or out
 * of order. What is published meanwhile costs such a member nothing: it is a position, and no
 * buffer.
 *
 * <p>Part of the local room's actor; called with nothing gathered for the fan-out.
 */
final class CatchUp implements FanOut.Behind {
  /** With fewer members than this a frame is seldom wanted twice. */
  private static final int SHARING = 16;

  private final Past past;
  private final Continuity continuity;
  private final Members members;
  private final ActorRef<ToLocalRoom> self;
  private final RoomMetrics metrics;
  private final boolean cursors;
  private final Consumer<Member> lost;
  private final Runnable stall;
  private final Map<Member, Replay> replays = new HashMap<>(0);
  private final Set<Member> stalled = new HashSet<>(0);
  private final SharedFrames frames = new SharedFrames();
  private long turns;

  /**
   * Nobody is behind.
   *
   * @param cursors whether members are told what was delivered to them
   * @param lost takes a member out of the room that cannot be given what follows on its position
   * @param stall sees to it that {@link #retry} is called soon, since the log has failed somebody
   */
  CatchUp(
      Past past,
      Continuity continuity,
      Members members,
      ActorRef<ToLocalRoom> self,
      RoomMetrics metrics,
      boolean cursors,
      Consumer<Member> lost,
      Runnable stall) {
    this.past = past;
    this.continuity = continuity;
    this.members = members;
    this.self = self;
    this.metrics = metrics;
    this.cursors = cursors;
    this.lost = lost;
    this.stall = stall;
  }

  /** Whether nobody is behind. */
  boolean isEmpty() {
    return replays.isEmpty();
  }

  @Override
  public int size() {
    return replays.size();
  }

  @Override
  public boolean isBehind(Member member) {
    return replays.containsKey(member);
  }

  /** A member begins behind a position, whatever it has been sent; {@code page} follows on that. */
  void begin(Member member, Position after, Page page) {
    Replay replay = new Replay(after, ++turns);
    replays.put(member, replay);
    stalled.remove(member);
    hand(member, replay, page);
  }

  /** A member that was live stands at {@code position}; one that is behind stays where it is. */
  void begin(Member member, Position position) {
    if (!isBehind(member)) {
      Replay replay = new Replay(position, ++turns);
      replays.put(member, replay);
      step(member, replay);
    }
  }

  /** A member is live, or gone. */
  void end(Member member) {
    if (replays.remove(member) != null) {
      stalled.remove(member);
      if (replays.isEmpty()) {
        past.rest();
      }
    }
  }

  /** A member has taken what it was offered. */
  void taken(Member member, long turn) {
    current(member, turn).ifPresent(replay -> step(member, replay));
  }

  /**
   * Tries again where the log has failed, and gives up those it has failed for too long: a client
   * that hears nothing cannot know that something is missing.
   *
   * @param now milliseconds since 1970
   * @param patience milliseconds
   */
  void retry(long now, long patience) {
    List<Member> again = List.copyOf(stalled);
    stalled.clear();
    for (Member member : again) {
      Replay replay = replays.get(member);
      if (replay != null) {
        retry(member, replay, now - patience, now);
      }
    }
  }

  private void retry(Member member, Replay replay, long tooLong, long now) {
    replay.unreadSince = OptionalLong.of(replay.unreadSince.orElse(now));
    if (replay.unreadSince.getAsLong() <= tooLong) {
      metrics.replayUnreadable();
      lose(member);
    } else {
      step(member, replay);
    }
  }

  /** Whether there is something to forget when all is quiet. */
  boolean holdsFrames() {
    return !frames.isEmpty();
  }

  /** Forgets what nobody may want any more. */
  void rest() {
    if (replays.isEmpty()) {
      frames.clear();
      past.rest();
    }
  }

  private void step(Member member, Replay replay) {
    Position last = continuity.last();
    if (replay.at.equals(last)) {
      end(member);
      return;
    }
    if (!continuity.leadsOnFrom(replay.at)) {
      metrics.replayTrimmed();
      lose(member);
      return;
    }
    long turn = replay.turn;
    past.find(replay.at)
        .ifPresentOrElse(
            page -> hand(member, replay, page),
            () ->
                past.read(
                    replay.at,
                    page -> current(member, turn).ifPresent(r -> hand(member, r, page))));
  }

  private void hand(Member member, Replay replay, Page page) {
    Page.State state = continuity.leadsOnFrom(replay.at) ? page.state() : Page.State.TRIMMED;
    switch (state) {
      case WHOLE -> {
        replay.unreadSince = OptionalLong.empty();
        offer(member, replay, page.publications());
      }
      case TRIMMED -> {
        metrics.replayTrimmed();
        lose(member);
      }
      case UNREAD -> {
        stalled.add(member);
        stall.run();
      }
    }
  }

  private void offer(Member member, Replay replay, List<Publication> publications) {
    Position last = continuity.last();
    int handed = 0;
    RoomName room = publications.getFirst().room();
    for (Publication publication : publications) {
      if (publication.position().offset() > last.offset()
          || !member.offerIfRoom(frame(publication, member))) {
        break;
      }
      replay.at = publication.position();
      handed++;
    }
    metrics.replayed(handed);
    if (cursors && handed > 0) {
      member.delivered(room, replay.at);
    }
    if (replay.at.equals(last)) {
      end(member);
    } else {
      long turn = replay.turn;
      member.whenDrained(() -> self.tell(new ToLocalRoom.Taken(member, turn)));
    }
  }

  private Frame frame(Publication publication, Member member) {
    return members.size() < SHARING
        ? member.encoder().encode(new Event.Published(publication))
        : frames.of(publication, member.encoder());
  }

  private void lose(Member member) {
    end(member);
    lost.accept(member);
  }

  private Optional<Replay> current(Member member, long turn) {
    return Optional.ofNullable(replays.get(member)).filter(replay -> replay.turn == turn);
  }

  /** How far a member has come. */
  private static final class Replay {
    private final long turn;
    private Position at;

    /** When it was seen first that the log does not answer, in milliseconds since 1970. */
    private OptionalLong unreadSince = OptionalLong.empty();

    Replay(Position at, long turn) {
      this.at = at;
      this.turn = turn;
    }
  }
}
