package io.heddle.app.token;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a token shall say.
 *
 * @param user its subject, not blank
 * @param roles go into {@code roles}; an admin role opens the admin API
 * @param groups go into {@code groups}
 * @param permissions go into {@code permissions}
 * @param claims further claims by name, each with one text or more
 * @param ttl from now to the token's end, one second or more
 */
public record TokenRequest(
    String user,
    List<String> roles,
    List<String> groups,
    List<String> permissions,
    Map<String, List<String>> claims,
    Duration ttl) {
  /**
   * Takes copies; refuses a blank user and a time to live under a second.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public TokenRequest {
    if (user.isBlank()) {
      throw new IllegalArgumentException("the user must not be blank");
    }
    if (ttl.toSeconds() < 1) {
      throw new IllegalArgumentException("the time to live must be a second or more");
    }
    roles = List.copyOf(roles);
    groups = List.copyOf(groups);
    permissions = List.copyOf(permissions);
    claims = Map.copyOf(claims);
  }

  /** For a user with nothing but a name. */
  public static TokenRequest of(String user, Duration ttl) {
    return new TokenRequest(user, List.of(), List.of(), List.of(), Map.of(), ttl);
  }

  /** The same with one role. */
  public TokenRequest withRole(String role) {
    return new TokenRequest(user, List.of(role), groups, permissions, claims, ttl);
  }
}
