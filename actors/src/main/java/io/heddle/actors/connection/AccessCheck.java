package io.heddle.actors.connection;

import io.heddle.actors.protocol.Capabilities.Right;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.config.AccessRule;
import java.util.List;
import java.util.Optional;

/** Holds an identity against a policy's rule, and what its credentials name themselves. */
final class AccessCheck {
  private AccessCheck() {}

  /** Whether the right is given, by the rule and the identity's capabilities together. */
  static boolean allows(AccessRule rule, Identity identity, RoomName room, Right right) {
    boolean policy = allows(rule, identity, room);
    return identity
        .capabilities()
        .map(
            own ->
                own.widening()
                    ? policy || own.grant(right, room)
                    : policy && own.grant(right, room))
        .orElse(policy);
  }

  private static boolean allows(AccessRule rule, Identity identity, RoomName room) {
    return switch (rule) {
      case AccessRule.Anyone _ -> true;
      case AccessRule.Authenticated _ -> identity.userId().isPresent();
      case AccessRule.Self _ -> identity.userId().equals(Optional.of(room.local()));
      case AccessRule.Members _ -> identity.groups().contains(room.local());
      case AccessRule.Role(var role) -> identity.roles().contains(role);
      case AccessRule.Claim(var claim) ->
          identity.claims().getOrDefault(claim, List.of()).contains(room.local());
      case AccessRule.Nobody _ -> false;
    };
  }
}
