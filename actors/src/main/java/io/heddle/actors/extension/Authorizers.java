package io.heddle.actors.extension;

import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.RoomDecision;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomVerdict;
import io.heddle.config.ExtensionSettings;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The authorisers of a node, asked as one. Safe for any thread. */
public final class Authorizers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Authorizers.class);

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

  /** Asks all of them about one wish. The stage never fails: a fault denies. */
  public CompletionStage<RoomDecision> decide(Wish wish, Caller caller, RoomName room) {
    CompletionStage<RoomDecision> all =
        CompletableFuture.completedFuture(
            new RoomDecision(room, RoomVerdict.ABSTAIN, Optional.empty()));
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
                  case CallPool.Answered(var verdict) ->
                      new RoomDecision(room, verdict, Optional.empty());
                  case CallPool.Failed(var fault) -> denied(caller, room, fault);
                  case CallPool.Overloaded<RoomVerdict>() ->
                      denied(caller, room, new ExtensionFault("too many questions wait", null));
                }));
    return decision;
  }

  private static RoomDecision denied(Caller caller, RoomName room, ExtensionFault fault) {
    String reference = UUID.randomUUID().toString();
    LOG.error(
        "Connection {} is denied room {}, reference {}", caller.clientId(), room, reference, fault);
    return new RoomDecision(room, RoomVerdict.DENY, Optional.of(reference));
  }

  private static RoomDecision stronger(RoomDecision a, RoomDecision b) {
    if (a.verdict() == RoomVerdict.DENY || b.verdict() == RoomVerdict.ABSTAIN) {
      return a;
    }
    return b;
  }

  @Override
  public void close() {
    entries.forEach(entry -> entry.pool.close());
  }
}
