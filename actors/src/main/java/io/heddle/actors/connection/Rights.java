package io.heddle.actors.connection;

import io.heddle.actors.extension.Authorizers;
import io.heddle.actors.extension.Authorizers.Wish;
import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.Capabilities.Right;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomDecision;
import io.heddle.actors.protocol.RoomDecision.Faulty;
import io.heddle.actors.protocol.RoomDecision.Made;
import io.heddle.actors.protocol.RoomDecision.TooBusy;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomVerdict;
import io.heddle.config.AccessRule;
import io.heddle.config.Settings;
import io.heddle.config.UndeclaredRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** Verdicts that hold while the client is in a room, or on its way. */
  private final Map<RoomName, RoomVerdict> subscribe = new HashMap<>(0);

  private final Map<RoomName, RoomVerdict> publish = new HashMap<>(0);

  /** What came instead of a verdict, which holds for the one command alone. */
  private final Map<RoomName, RoomDecision> once = new HashMap<>(0);

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

  /** The server has changed the user's groups, and what was decided before may be otherwise now. */
  void grouped(String group, boolean in) {
    Set<String> groups = new HashSet<>(identity.groups());
    if (in ? groups.add(group) : groups.remove(group)) {
      refreshed(identity.inGroups(groups));
    }
  }

  /** Whether the policy alone says whether the client may be in a room, and no application. */
  boolean goesByPolicy(RoomName room) {
    return subscribe.getOrDefault(room, RoomVerdict.ABSTAIN) != RoomVerdict.ALLOW;
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
    return Optional.of(authorizers.decide(wish, caller(), rooms));
  }

  /** What was {@link #undecided} for a command has been decided; it is to be carried out now. */
  void decided(ClientCommand command, List<RoomDecision> decisions) {
    Map<RoomName, RoomVerdict> kept =
        command instanceof ClientCommand.Publish ? publish : subscribe;
    for (RoomDecision decision : decisions) {
      if (decision instanceof Made(var room, var verdict)) {
        kept.put(room, verdict);
      } else {
        once.put(decision.room(), decision);
      }
    }
  }

  /** The command that was {@link #decided} has been carried out. */
  void carriedOut() {
    once.clear();
  }

  boolean declared(RoomName room) {
    return settings.rooms().undeclared() == UndeclaredRule.DEFAULT
        || settings.namespaces().declares(room.namespace());
  }

  /** What a client is told that may not do something. */
  record Refusal(ErrorCode code, String text) {}

  /** Why the client may not subscribe; empty where it may. */
  Optional<Refusal> againstSubscribe(RoomName room) {
    if (subscriptions.isJoinedByServer(room)) {
      return Optional.empty();
    }
    AccessRule rule = settings.namespaces().policy(room.namespace()).subscribe();
    return against(
        "not allowed to subscribe to this room",
        room,
        subscribe,
        AccessCheck.allows(rule, identity, room, Right.SUBSCRIBE));
  }

  /** Why the client may not publish; empty where it may. */
  Optional<Refusal> againstPublish(RoomName room) {
    AccessRule rule = settings.namespaces().policy(room.namespace()).publish();
    return against(
        "not allowed to publish in this room",
        room,
        publish,
        AccessCheck.allows(rule, identity, room, Right.PUBLISH));
  }

  private Optional<Refusal> against(
      String text, RoomName room, Map<RoomName, RoomVerdict> kept, boolean policy) {
    RoomVerdict standing = kept.getOrDefault(room, RoomVerdict.ABSTAIN);
    return switch (once.getOrDefault(room, new Made(room, standing))) {
      case Made(_, var verdict) ->
          switch (verdict) {
            case ALLOW -> Optional.empty();
            case ABSTAIN -> policy ? Optional.empty() : forbidden(text);
            case DENY -> forbidden(text);
          };
      case Faulty(_, var reference) -> forbidden(text + ", reference " + reference);
      case TooBusy _ -> Optional.of(new Refusal(ErrorCode.UNAVAILABLE, "too busy, try again"));
    };
  }

  private static Optional<Refusal> forbidden(String text) {
    return Optional.of(new Refusal(ErrorCode.FORBIDDEN, text));
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
