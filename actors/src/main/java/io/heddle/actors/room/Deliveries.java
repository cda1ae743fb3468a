package io.heddle.actors.room;

import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.PublishReply.Accepted;
import io.heddle.actors.protocol.PublishReply.Receipt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;

/** Counted batches whose publishers wait to hear how many connections were reached. */
final class Deliveries {
  private final List<Waiting> waiting = new ArrayList<>(1);
  private final BiConsumer<ActorRef<PublishReply>, PublishReply> answer;

  /**
   * Deliveries that nobody waits for yet.
   *
   * @param answer takes each publisher's reply when its count is complete
   */
  Deliveries(BiConsumer<ActorRef<PublishReply>, PublishReply> answer) {
    this.answer = answer;
  }

  /** Answers at once where no node has to be waited for. */
  void await(
      PublishReply reply,
      long lastOffset,
      Set<String> nodes,
      ActorRef<PublishReply> replyTo,
      long deadline) {
    Waiting batch = new Waiting(reply, lastOffset, new HashSet<>(nodes), replyTo, deadline);
    if (nodes.isEmpty()) {
      answer.accept(batch.replyTo, batch.counted());
    } else {
      waiting.add(batch);
    }
  }

  /** A node has handed out everything up to an offset. */
  void delivered(String node, long offset, int receivers) {
    Iterator<Waiting> each = waiting.iterator();
    while (each.hasNext()) {
      Waiting batch = each.next();
      if (batch.lastOffset <= offset && batch.nodes.remove(node)) {
        batch.receivers += receivers;
        if (batch.nodes.isEmpty()) {
          answer.accept(batch.replyTo, batch.counted());
          each.remove();
        }
      }
    }
  }

  /** A node has nobody, or is gone. */
  void nobody(String node) {
    delivered(node, Long.MAX_VALUE, 0);
  }

  /** Answers what has waited long enough with the count as it is. */
  void expire(long now) {
    waiting.removeIf(
        batch -> {
          boolean late = batch.deadline <= now;
          if (late) {
            answer.accept(batch.replyTo, batch.counted());
          }
          return late;
        });
  }

  /** Whether the answer to a batch is being waited for, so that a repetition needs none. */
  boolean awaits(ActorRef<PublishReply> publisher, long batch) {
    return waiting.stream()
        .anyMatch(each -> each.reply.batch() == batch && each.replyTo.equals(publisher));
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  private static final class Waiting {
    private final PublishReply reply;
    private final long lastOffset;
    private final Set<String> nodes;
    private final ActorRef<PublishReply> replyTo;
    private final long deadline;
    private int receivers;

    Waiting(
        PublishReply reply,
        long lastOffset,
        Set<String> nodes,
        ActorRef<PublishReply> replyTo,
        long deadline) {
      this.reply = reply;
      this.lastOffset = lastOffset;
      this.nodes = nodes;
      this.replyTo = replyTo;
      this.deadline = deadline;
    }

    PublishReply counted() {
      if (!(reply.outcome() instanceof Accepted(var receipts))) {
        return reply;
      }
      List<Receipt> counted =
          receipts.stream()
              .map(r -> new Receipt(r.position(), r.duplicate(), r.duplicate() ? 0 : receivers))
              .toList();
      return new PublishReply(reply.room(), reply.batch(), new Accepted(counted));
    }
  }
}
