package io.heddle.actors.room;

import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Hands events to all members of a room on one node: encoded once for each dialect that is spoken
 * here, and what gathers between two flushes is joined, so that a busy room costs each member one
 * offer a flush and not one a publication.
 */
final class FanOut {
  /**
   * Bytes of data that gather before they go out at once, so that no frame grows beyond measure.
   */
  private static final int GATHER = 32 * 1024;

  private final Members members;
  private final Behind behind;
  private final boolean cursors;
  private Optional<Publication> newest = Optional.empty();
  private final List<Event> pending = new ArrayList<>();
  private int bytes;

  FanOut(Members members, Behind behind) {
    this(members, behind, false);
  }

  /**
   * A fan-out to members.
   *
   * @param behind those that get publications in another way
   * @param cursors whether members are told what was delivered to them
   */
  FanOut(Members members, Behind behind, boolean cursors) {
    this.members = members;
    this.behind = behind;
    this.cursors = cursors;
  }

  /** Members that get publications in another way. */
  interface Behind {
    /** How many there are; 0 costs nothing. */
    int size();

    /** Whether a member is one of them. */
    boolean isBehind(Member member);

    /** Nobody is. */
    Behind NOBODY =
        new Behind() {
          @Override
          public int size() {
            return 0;
          }

          @Override
          public boolean isBehind(Member member) {
            return false;
          }
        };
  }

  /** Adds a publication; true where it is the first since the last flush. */
  boolean add(Publication publication) {
    pending.add(new Event.Published(publication));
    newest = Optional.of(publication);
    bytes += publication.draft().data().size();
    return pending.size() == 1;
  }

  /** Whether so much has gathered that it must go out now. */
  boolean isFull() {
    return bytes >= GATHER;
  }

  /**
   * Hands what has gathered to every member that is not behind; says how many publications times
   * members that was.
   */
  long flush() {
    if (pending.isEmpty()) {
      return 0;
    }
    try {
      int others = behind.size();
      hand(this::joined, others == 0 ? FanOut::everybody : member -> !behind.isBehind(member));
      if (cursors) {
        delivered(newest.orElseThrow());
      }
      return (long) pending.size() * (members.size() - others);
    } finally {
      pending.clear();
      newest = Optional.empty();
      bytes = 0;
    }
  }

  private void delivered(Publication last) {
    for (int i = 0; i < members.size(); i++) {
      if (!behind.isBehind(members.at(i))) {
        members.at(i).delivered(last.room(), last.position());
      }
    }
  }

  /** Hands one event to some of the members, now. */
  void send(Event event, Predicate<Member> to) {
    hand(encoder -> encoder.encode(event), to);
  }

  private void hand(Function<Encoder, Frame> frameFor, Predicate<Member> to) {
    List<Encoder> encoders = new ArrayList<>(1);
    List<Frame> frames = new ArrayList<>(1);
    for (int i = 0; i < members.size(); i++) {
      Member member = members.at(i);
      if (to.test(member)) {
        int at = indexOf(encoders, member.encoder());
        if (at < 0) {
          at = encoders.size();
          encoders.add(member.encoder());
          frames.add(frameFor.apply(member.encoder()));
        }
        member.offer(frames.get(at));
      }
    }
  }

  private static int indexOf(List<Encoder> encoders, Encoder encoder) {
    for (int i = 0; i < encoders.size(); i++) {
      if (encoders.get(i) == encoder) {
        return i;
      }
    }
    return -1;
  }

  private static boolean everybody(Member member) {
    return true;
  }

  private Frame joined(Encoder encoder) {
    if (pending.size() == 1) {
      return encoder.encode(pending.getFirst());
    }
    List<Frame> frames = new ArrayList<>(pending.size());
    int length = 0;
    for (Event event : pending) {
      Frame frame = encoder.encode(event);
      if (frame.fault().isPresent()) {
        return frame;
      }
      frames.add(frame);
      length += frame.size();
    }
    byte[] all = new byte[length];
    int at = 0;
    for (Frame frame : frames) {
      System.arraycopy(frame.bytes(), 0, all, at, frame.size());
      at += frame.size();
    }
    return new Frame(all);
  }
}
