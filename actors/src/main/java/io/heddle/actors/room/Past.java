package io.heddle.actors.room;

import io.heddle.actors.log.RoomLog;
import io.heddle.actors.log.RoomLog.Slice;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRoom.Behind;
import io.heddle.actors.protocol.ToLocalRoom.FromLog;
import io.heddle.actors.protocol.ToLocalRoom.Recent;
import io.heddle.actors.protocol.ToLocalRoom.Unread;
import io.heddle.config.HistoryPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * What a node can tell of a room's past: from the tail of what it has handed out, else from the
 * log. However many want the same, the log is read once: the tail is filled by one reading, and
 * those that want older pages wait together for each. Part of the local room's actor.
 */
final class Past {
  private static final int PAGE = 64;
  private static final long PAGE_BYTES = 64 * 1024;

  private final RoomName room;
  private final RoomEnvironment environment;
  private final Continuity continuity;
  private final ActorContext<ToLocalRoom> context;
  private final Tail tail;
  private final RecentPages pages = new RecentPages();
  private final Map<Position, List<Consumer<Page>>> reading = new HashMap<>(0);
  private final List<Waiting> filling = new ArrayList<>(0);
  private boolean filled;

  Past(
      RoomName room,
      RoomEnvironment environment,
      TailBudget budget,
      Continuity continuity,
      ActorContext<ToLocalRoom> context) {
    this.room = room;
    this.environment = environment;
    this.continuity = continuity;
    this.context = context;
    HistoryPolicy history = environment.policy(room).history();
    int most = environment.settings().tail();
    this.tail =
        history.isKept()
            ? new Tail(Math.min(most, history.size()), history.ttl().toMillis(), budget)
            : new Tail(most, Long.MAX_VALUE / 2, budget);
  }

  /** The node hands this out. */
  void handedOut(Publication publication) {
    tail.add(publication);
  }

  /** Nothing is to be held for members that are behind: there are none. */
  void rest() {
    pages.clear();
  }

  /** Forgets everything: the node has lost its place in the room, or ends. */
  void forget() {
    tail.clear();
    pages.clear();
    filled = false;
  }

  /** What follows on a position before the head, where it is at hand: whole. */
  Optional<Page> find(Position after) {
    long now = environment.clock().millis();
    List<Publication> found = tail.after(after, continuity.last(), now, PAGE, PAGE_BYTES);
    return found.isEmpty() ? pages.find(after) : Optional.of(new Page(found, Page.State.WHOLE));
  }

  /** Has the log read what follows on a position before the head, and tells {@code then} once. */
  void read(Position after, Consumer<Page> then) {
    if (!filled && continuity.last().offset() - after.offset() <= tail.most()) {
      filling.add(new Waiting(after, then));
      if (filling.size() == 1) {
        fill();
      }
      return;
    }
    List<Consumer<Page>> others = reading.get(after);
    if (others != null) {
      others.add(then);
      return;
    }
    reading.put(after, new ArrayList<>(List.of(then)));
    environment.metrics().historyRead();
    ask(
        environment.log().read(room, after, PAGE, PAGE_BYTES),
        slice -> new Behind(after, slice.publications(), slice.complete()),
        new Unread(Optional.of(after)));
  }

  private void fill() {
    environment.metrics().historyRead();
    Position beyond = continuity.last().plus(1);
    RoomLog log = environment.log();
    ask(
        log.readBack(room, beyond, tail.most(), Tail.ROOM_BYTES),
        slice -> new Recent(slice.publications().reversed()),
        new Unread(Optional.empty()));
  }

  /** A log that answers at once, as the one in memory does, costs no message. */
  private void ask(CompletionStage<Slice> stage, Function<Slice, FromLog> then, FromLog otherwise) {
    CompletionStage<FromLog> told =
        stage.handle((slice, fault) -> fault == null ? then.apply(slice) : otherwise);
    CompletableFuture<FromLog> future = told.toCompletableFuture();
    if (future.isDone()) {
      told(future.join());
    } else {
      context.pipeToSelf(told, (message, _) -> message);
    }
  }

  /** What was asked for has come. */
  void told(FromLog message) {
    switch (message) {
      case Recent(var publications) -> {
        filled = true;
        tail.fill(publications, continuity.last());
        takeFilling()
            .forEach(
                waiting ->
                    find(waiting.after)
                        .ifPresentOrElse(waiting.then, () -> read(waiting.after, waiting.then)));
      }
      case Behind(var after, var publications, var complete) -> {
        Page page = Page.of(after, publications, complete);
        pages.keep(after, page);
        tell(after, page);
      }
      case Unread(var after) -> {
        environment.metrics().logFailed();
        after.ifPresentOrElse(
            position -> tell(position, Page.UNREAD),
            () -> takeFilling().forEach(waiting -> waiting.then.accept(Page.UNREAD)));
      }
    }
  }

  private void tell(Position after, Page page) {
    List<Consumer<Page>> waiting = reading.remove(after);
    if (waiting != null) {
      waiting.forEach(then -> then.accept(page));
    }
  }

  private List<Waiting> takeFilling() {
    List<Waiting> waiting = List.copyOf(filling);
    filling.clear();
    return waiting;
  }

  private record Waiting(Position after, Consumer<Page> then) {}
}
