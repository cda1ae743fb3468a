package io.heddle.actors.room;

import io.heddle.actors.protocol.PublishReply;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The last answer that each publisher got. A publisher has one batch under way to a room at a time,
 * so that a repeated one is always the last, and no window of message ids is needed for it.
 */
final class AnsweredBatches {
  private static final int LIMIT = 10_000;

  private final long keepMillis;
  private final Map<ActorRef<PublishReply>, Answered> byPublisher = new LinkedHashMap<>();

  AnsweredBatches(long keepMillis) {
    this.keepMillis = keepMillis;
  }

  /**
   * The answer, where this batch has been answered before. A publisher numbers its batches upwards,
   * so one that is older than the last is an echo, and whoever sent it ignores the last one's
   * answer.
   */
  Optional<PublishReply> find(ActorRef<PublishReply> publisher, long batch) {
    Answered last = byPublisher.get(publisher);
    return last != null && last.reply.batch() >= batch ? Optional.of(last.reply) : Optional.empty();
  }

  /** Remembers an answer for as long as its publisher may repeat the batch. */
  void remember(ActorRef<PublishReply> publisher, PublishReply reply, long now) {
    byPublisher.remove(publisher);
    byPublisher.put(publisher, new Answered(reply, now));
    forget(now);
  }

  /** Drops what nobody can ask for any more. */
  void forget(long now) {
    Iterator<Answered> oldest = byPublisher.values().iterator();
    while (oldest.hasNext()) {
      if (now - oldest.next().at <= keepMillis && byPublisher.size() <= LIMIT) {
        return;
      }
      oldest.remove();
    }
  }

  private record Answered(PublishReply reply, long at) {}
}
