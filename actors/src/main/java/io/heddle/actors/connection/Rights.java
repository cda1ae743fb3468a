package io.heddle.actors.connection;

import io.heddle.actors.extension.Authorizers;
import io.heddle.actors.extension.Authorizers.Wish;
import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.Capabilities.Right;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomDecision;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomVerdict;
import io.heddle.config.AccessRule;
import io.heddle.config.Settings;
import io.heddle.config.UndeclaredRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What the client of a connection may do: the rules of the policy, and beyond them what code of
 * applications has decided. Part of the connection's actor.
 */
final class Rights {
  private final Settings settings;
  private final Authorizers authorizers;
  private final ClientId clientId;
  private final Subscriptions subscriptions;

  /** Decisions that hold while the client is in a room, or on its way. */
  private final Map<RoomName, RoomDecision> subscribe = new HashMap<>(0);

  private final Map<RoomName, RoomDecision> publish = new HashMap<>(0);

  private Identity identity;

  Rights(
      Settings settings,
      Authorizers authorizers,
      ClientId clientId,
      Subscriptions subscriptions,
      Identity identity) {
    this.settings = settings;
    this.authorizers = authorizers;
    this.clientId = clientId;
    this.subscriptions = subscriptions;
    this.identity = identity;
  }

  Identity identity() {
    return identity;
  }

  Caller caller() {
    return new Caller(clientId, identity);
  }

  /** A newer token may say something else of the user. */
  void refreshed(Identity newer) {
    identity = newer;
    subscribe.clear();
    publish.clear();
  }

  /** The client is not in a room, nor on its way. */
  void left(RoomName room) {
    subscribe.remove(room);
    publish.remove(room);
  }

  /** What has to be decided before a command; empty where nothing has, which is the rule. */
  Optional<CompletionStage<List<RoomDecision>>> undecided(ClientCommand command) {
    if (authorizers.isEmpty()) {
      return Optional.empty();
    }
    return switch (command) {
      case ClientCommand.Subscribe s -> askToHear(s.rooms());
      case ClientCommand.History h -> askToHear(List.of(h.room()));
      case ClientCommand.Publish p
          when declared(p.room())
              && (subscriptions.isIn(p.room()) || subscriptions.isOwn(p.room()))
              && !publish.containsKey(p.room()) ->
          ask(Wish.PUBLISH, List.of(p.room()));
      default -> Optional.empty();
    };
  }

  private Optional<CompletionStage<List<RoomDecision>>> askToHear(List<RoomName> rooms) {
    return ask(
        Wish.SUBSCRIBE,
        rooms.stream()
            .distinct()
            .filter(room -> declared(room) && !subscriptions.isJoinedByServer(room))
            .filter(room -> !(subscriptions.isOwn(room) && subscribe.containsKey(room)))
            .toList());
  }

  private Optional<CompletionStage<List<RoomDecision>>> ask(Wish wish, List<RoomName> rooms) {
    if (rooms.isEmpty()) {
      return Optional.empty();
    }
    List<CompletableFuture<RoomDecision>> each =
        rooms.stream()
            .map(room -> authorizers.decide(wish, caller(), room).toCompletableFuture())
            .toList();
    return Optional.of(
        CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
            .thenApply(_ -> each.stream().map(CompletableFuture::join).toList()));
  }

  /** What was {@link #undecided} for a command has been decided. */
  void decided(ClientCommand command, List<RoomDecision> decisions) {
    Map<RoomName, RoomDecision> kept =
        command instanceof ClientCommand.Publish ? publish : subscribe;
    decisions.forEach(decision -> kept.put(decision.room(), decision));
  }

  boolean declared(RoomName room) {
    return settings.rooms().undeclared() == UndeclaredRule.DEFAULT
        || settings.namespaces().declares(room.namespace());
  }

  /** Why the client may not subscribe; empty where it may. */
  Optional<String> againstSubscribe(RoomName room) {
    if (subscriptions.isJoinedByServer(room)) {
      return Optional.empty();
    }
    AccessRule rule = settings.namespaces().policy(room.namespace()).subscribe();
    return against(
        "not allowed to subscribe to this room",
        Optional.ofNullable(subscribe.get(room)),
        AccessCheck.allows(rule, identity, room, Right.SUBSCRIBE));
  }

  /** Why the client may not publish; empty where it may. */
  Optional<String> againstPublish(RoomName room) {
    AccessRule rule = settings.namespaces().policy(room.namespace()).publish();
    return against(
        "not allowed to publish in this room",
        Optional.ofNullable(publish.get(room)),
        AccessCheck.allows(rule, identity, room, Right.PUBLISH));
  }

  private static Optional<String> against(
      String text, Optional<RoomDecision> decision, boolean policy) {
    RoomVerdict verdict = decision.map(RoomDecision::verdict).orElse(RoomVerdict.ABSTAIN);
    return switch (verdict) {
      case ALLOW -> Optional.empty();
      case ABSTAIN -> policy ? Optional.empty() : Optional.of(text);
      case DENY ->
          Optional.of(
              text
                  + decision
                      .flatMap(RoomDecision::reference)
                      .map(reference -> ", reference " + reference)
                      .orElse(""));
    };
  }

  boolean mayBroadcast() {
    return switch (settings.auth().broadcast()) {
      case PERMISSION -> identity.permissions().contains("broadcast");
      case AUTHENTICATED -> identity.userId().isPresent();
      case ANYONE -> true;
      case NOBODY -> false;
    };
  }
}
