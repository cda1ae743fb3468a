package io.heddle.actors.connection;

import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.GroupsFound;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToConnection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Which groups a client comes in with: those of its token, or what a source says who is asked
 * meanwhile; and live changes go before either. Part of the connection's actor.
 */
final class Belonging {
  private final ConnectionEnvironment environment;
  private final ActorRef<ToConnection> self;
  private final Voice voice;
  private final Consumer<Identity> enter;
  private Optional<Identity> asking = Optional.empty();
  private boolean byToken = true;

  /**
   * The groups of a client that is not in.
   *
   * @param enter lets it in, called once
   */
  Belonging(
      ConnectionEnvironment environment,
      ActorRef<ToConnection> self,
      Voice voice,
      Consumer<Identity> enter) {
    this.environment = environment;
    this.self = self;
    this.voice = voice;
    this.enter = enter;
  }

  /** It is known who the client is: lets it in, at once where nobody has to be asked. */
  void identified(Identity identity) {
    if (environment.groups().asks(identity)) {
      asking = Optional.of(identity);
      environment
          .groups()
          .of(identity)
          .thenAccept(found -> self.tell(new ConnectionOrder.GroupsTold(found)));
    } else {
      enter.accept(settled(identity, identity.groups()));
    }
  }

  /** Whether a source is being asked, which what comes meanwhile has to wait for. */
  boolean isAsking() {
    return asking.isPresent();
  }

  /**
   * The source has been asked, which matters where the client is still {@code here}.
   *
   * @param id of the command that the client came in by
   */
  void told(GroupsFound found, boolean here, Optional<CorrelationId> id) {
    Identity identity = asking.orElseThrow();
    asking = Optional.empty();
    if (!here) {
      return;
    }
    switch (found) {
      case GroupsFound.Groups(var groups, boolean named) -> {
        byToken = named;
        enter.accept(settled(identity, groups));
      }
      case GroupsFound.Unknown _ ->
          voice.end(
              ErrorCode.UNAVAILABLE,
              "groups cannot be told now, try again",
              id,
              CloseCode.SERVER_FULL);
    }
  }

  /** Who a client is with a newer token, whose groups count where those of the first one did. */
  Identity refreshed(Identity newer, Identity now) {
    return byToken ? settled(newer, newer.groups()) : newer.inGroups(now.groups());
  }

  private Identity settled(Identity identity, Set<String> said) {
    Optional<RoomName> user =
        environment.changes().isEmpty()
            ? Optional.empty()
            : identity.userId().flatMap(RoomName::ofUser);
    if (user.isEmpty()) {
      return identity.inGroups(said);
    }
    Set<String> groups = environment.changes().applied(user.get(), said);
    if (!groups.equals(said)) {
      environment.metrics().memberships().late();
    }
    return identity.inGroups(groups);
  }
}
