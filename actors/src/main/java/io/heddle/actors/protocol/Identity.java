package io.heddle.actors.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who a connection belongs to, as its credentials said.
 *
 * @param userId the user; empty for an anonymous connection
 * @param roles what the user is, e.g. {@code admin}
 * @param groups whose members the user is; each is a room that the server joins
 * @param permissions what the user may do, e.g. {@code broadcast}
 * @param claims further claims that are kept, each with its values as text
 * @param expiresAt when the credentials end; empty where they do not
 * @param capabilities rooms that the credentials themselves name; empty where policies alone count
 */
public record Identity(
    Optional<String> userId,
    Set<String> roles,
    Set<String> groups,
    Set<String> permissions,
    Map<String, List<String>> claims,
    Optional<Instant> expiresAt,
    Optional<Capabilities> capabilities) {

  /** Nobody in particular. */
  public static final Identity ANONYMOUS =
      new Identity(Optional.empty(), Set.of(), Set.of(), Set.of(), Map.of(), Optional.empty());

  public Identity {
    roles = Set.copyOf(roles);
    groups = Set.copyOf(groups);
    permissions = Set.copyOf(permissions);
    claims = Map.copyOf(claims);
  }

  /** An identity for which policies alone count. */
  public Identity(
      Optional<String> userId,
      Set<String> roles,
      Set<String> groups,
      Set<String> permissions,
      Map<String, List<String>> claims,
      Optional<Instant> expiresAt) {
    this(userId, roles, groups, permissions, claims, expiresAt, Optional.empty());
  }

  /** The same user as a member of other groups. */
  public Identity inGroups(Set<String> others) {
    return others.equals(groups)
        ? this
        : new Identity(userId, roles, others, permissions, claims, expiresAt, capabilities);
  }

  /** A user without roles, groups or an end; for tests and embedding. */
  public static Identity user(String userId) {
    return new Identity(
        Optional.of(userId), Set.of(), Set.of(), Set.of(), Map.of(), Optional.empty());
  }
}
