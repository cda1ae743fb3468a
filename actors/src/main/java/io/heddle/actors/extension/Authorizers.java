package io.heddle.actors.extension;

import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.RoomDecision;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomVerdict;
import io.heddle.config.ExtensionSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The authorisers of a node, asked as one. Safe for any thread. */
public final class Authorizers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Authorizers.class);

  /** So that one command with many rooms does not take all threads and the whole queue. */
  private static final int AT_ONCE = 8;

  private final List<Entry> entries;

  private record Entry(RoomAuthorizer authorizer, CallPool pool) {}

  /** What somebody wants to do in a room. */
  public enum Wish {
    SUBSCRIBE,
    PUBLISH
  }

  /** These authorisers; {@code limit} ends calls that take too long. */
  public Authorizers(
      Collection<? extends RoomAuthorizer> authorizers,
      ExtensionSettings settings,
      TimeLimit limit,
      ExtensionMetrics metrics) {
    entries =
        authorizers.stream()
            .map(
                authorizer ->
                    new Entry(
                        authorizer,
                        new CallPool(
                            authorizer,
                            "authorizer " + authorizer.getClass().getName(),
                            settings,
                            limit,
                            metrics::authorizer)))
            .toList();
  }

  /** Whether there is none, so that nobody needs to be asked. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Asks all of them about one wish in some rooms, {@value #AT_ONCE} rooms at a time.
   *
   * @return a decision for each room, in the order of the rooms; never fails
   */
  public CompletionStage<List<RoomDecision>> decide(
      Wish wish, Caller caller, List<RoomName> rooms) {
    List<CompletableFuture<RoomDecision>> each = new ArrayList<>(rooms.size());
    for (RoomName room : rooms) {
      int before = each.size() - AT_ONCE;
      each.add(
          before < 0
              ? decide(wish, caller, room)
              : each.get(before).thenCompose(_ -> decide(wish, caller, room)));
    }
    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
        .thenApply(_ -> each.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<RoomDecision> decide(Wish wish, Caller caller, RoomName room) {
    CompletableFuture<RoomDecision> all =
        CompletableFuture.completedFuture(new RoomDecision.Made(room, RoomVerdict.ABSTAIN));
    for (Entry entry : entries) {
      all = all.thenCombine(ask(entry, wish, caller, room), Authorizers::stronger);
    }
    return all;
  }

  private static CompletionStage<RoomDecision> ask(
      Entry entry, Wish wish, Caller caller, RoomName room) {
    CompletableFuture<RoomDecision> decision = new CompletableFuture<>();
    entry.pool.<RoomVerdict>call(
        () ->
            switch (wish) {
              case SUBSCRIBE -> entry.authorizer.subscribe(caller, room);
              case PUBLISH -> entry.authorizer.publish(caller, room);
            },
        ended ->
            decision.complete(
                switch (ended) {
                  case CallPool.Answered(var verdict) -> new RoomDecision.Made(room, verdict);
                  case CallPool.Failed(var fault) -> failed(caller, room, fault);
                  case CallPool.Overloaded<RoomVerdict>() -> new RoomDecision.TooBusy(room);
                }));
    return decision;
  }

  private static RoomDecision failed(Caller caller, RoomName room, ExtensionFault fault) {
    String reference = UUID.randomUUID().toString();
    LOG.error(
        "Connection {} is denied room {}, reference {}", caller.clientId(), room, reference, fault);
    return new RoomDecision.Faulty(room, reference);
  }

  private static RoomDecision stronger(RoomDecision a, RoomDecision b) {
    return strength(b) > strength(a) ? b : a;
  }

  private static int strength(RoomDecision decision) {
    return switch (decision) {
      case RoomDecision.Faulty _ -> 3;
      case RoomDecision.TooBusy _ -> 2;
      case RoomDecision.Made(_, var verdict) ->
          switch (verdict) {
            case DENY -> 4;
            case ALLOW -> 1;
            case ABSTAIN -> 0;
          };
    };
  }

  @Override
  public void close() {
    entries.forEach(entry -> entry.pool.close());
  }
}
