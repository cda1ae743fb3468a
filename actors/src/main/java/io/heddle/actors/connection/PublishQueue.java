package io.heddle.actors.connection;

import io.heddle.actors.metrics.ConnectionMetrics;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.PublishReply.Accepted;
import io.heddle.actors.protocol.PublishReply.Receipt;
import io.heddle.actors.protocol.PublishReply.Rejected;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToPublisher.Answer;
import io.heddle.actors.protocol.ToPublisher.Done;
import io.heddle.actors.protocol.ToPublisher.Failed;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.room.RoomRegion;
import io.heddle.config.ClusterSettings;
import io.heddle.config.RoomSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What one publisher has under way to rooms. One batch a room at a time: what comes meanwhile is
 * the next batch, so that order survives a repetition, and a batch is repeated until the room
 * answers or the time-out is over. Not thread-safe: part of its actor.
 *
 * @param <T> what the owner wants back with an answer
 */
public final class PublishQueue<T> {
  private static final int MAX_BATCH = 64;

  private static final long MAX_BATCH_BYTES = ClusterSettings.MOST_DATA.value();

  private final RoomRegion region;
  private final ActorRef<PublishReply> self;
  private final RoomSettings settings;
  private final ConnectionMetrics metrics;
  private final BiConsumer<T, Answer> answer;
  private final Map<RoomName, Lane<T>> lanes = new HashMap<>(2);
  private long batches;
  private int size;

  /**
   * A queue that is empty.
   *
   * @param self whom rooms answer; the owner passes the answers to {@link #replied}
   * @param answer gets each publish's token back with what became of it, once
   */
  public PublishQueue(
      RoomRegion region,
      ActorRef<PublishReply> self,
      RoomSettings settings,
      ConnectionMetrics metrics,
      BiConsumer<T, Answer> answer) {
    this.region = region;
    this.self = self;
    this.settings = settings;
    this.metrics = metrics;
    this.answer = answer;
  }

  /** Takes a publish; it is sent now, or as soon as the one before it has been answered. */
  public void offer(RoomName room, Draft draft, boolean counted, T token, long nowMillis) {
    Lane<T> lane = lanes.computeIfAbsent(room, _ -> new Lane<>());
    lane.queued.add(new Entry<>(draft, counted, token));
    size++;
    if (lane.sent.isEmpty()) {
      send(room, lane, nowMillis);
    }
  }

  /** How many publishes have not been answered. */
  public int size() {
    return size;
  }

  /** A room has answered; an answer to anything but the batch under way is an echo. */
  public void replied(PublishReply reply, long nowMillis) {
    Lane<T> lane = lanes.get(reply.room());
    if (lane == null || lane.batch != reply.batch()) {
      return;
    }
    List<Entry<T>> done = lane.sent;
    lane.sent = List.of();
    settle(done, reply.outcome());
    goOn(reply.room(), lane, nowMillis);
  }

  /** Sends again what was not answered in time, and gives up what is too old. */
  public void retry(long nowMillis) {
    for (Map.Entry<RoomName, Lane<T>> each : List.copyOf(lanes.entrySet())) {
      Lane<T> lane = each.getValue();
      if (nowMillis - lane.firstSent >= settings.publishTimeout().toMillis()) {
        metrics.publishTimedOut();
        List<Entry<T>> done = lane.sent;
        lane.sent = List.of();
        settle(done, new Rejected(ErrorCode.UNAVAILABLE));
        goOn(each.getKey(), lane, nowMillis);
      } else if (nowMillis - lane.lastSent >= settings.publishRetry().toMillis()) {
        metrics.publishRepeated();
        transmit(each.getKey(), lane, nowMillis);
      }
    }
  }

  private void goOn(RoomName room, Lane<T> lane, long nowMillis) {
    if (lane.queued.isEmpty() && lane.sent.isEmpty()) {
      lanes.remove(room);
    } else if (lane.sent.isEmpty()) {
      send(room, lane, nowMillis);
    }
  }

  private void send(RoomName room, Lane<T> lane, long nowMillis) {
    List<Entry<T>> batch = new ArrayList<>(Math.min(lane.queued.size(), MAX_BATCH));
    Iterator<Entry<T>> next = lane.queued.iterator();
    long bytes = 0;
    while (next.hasNext() && batch.size() < MAX_BATCH) {
      Entry<T> entry = next.next();
      bytes += entry.draft.data().size();
      if (bytes > MAX_BATCH_BYTES && !batch.isEmpty()) {
        break;
      }
      batch.add(entry);
      next.remove();
    }
    lane.sent = batch;
    lane.batch = ++batches;
    lane.firstSent = nowMillis;
    transmit(room, lane, nowMillis);
  }

  private void transmit(RoomName room, Lane<T> lane, long nowMillis) {
    lane.lastSent = nowMillis;
    List<Draft> drafts = new ArrayList<>(lane.sent.size());
    boolean counted = false;
    for (Entry<T> entry : lane.sent) {
      drafts.add(entry.draft);
      counted |= entry.counted;
    }
    region.tell(room, new ToRoom.Publish(lane.batch, drafts, counted, self));
  }

  private void settle(List<Entry<T>> batch, PublishReply.Outcome outcome) {
    size -= batch.size();
    for (int i = 0; i < batch.size(); i++) {
      Answer each =
          switch (outcome) {
            case Accepted(List<Receipt> receipts) -> new Done(receipts.get(i));
            case Rejected(var code) -> new Failed(code);
          };
      answer.accept(batch.get(i).token, each);
    }
  }

  private record Entry<T>(Draft draft, boolean counted, T token) {}

  private static final class Lane<T> {
    private final ArrayDeque<Entry<T>> queued = new ArrayDeque<>(2);
    private List<Entry<T>> sent = List.of();
    private long batch;
    private long firstSent;
    private long lastSent;
  }
}
