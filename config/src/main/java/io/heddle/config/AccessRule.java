package io.heddle.config;

import java.util.Optional;

/** Who may do something in a room of a namespace. */
public sealed interface AccessRule {
  /** Every connection, those without a user too. */
  record Anyone() implements AccessRule {}

  /** Every connection that has a user. */
  record Authenticated() implements AccessRule {}

  /** The user whose id is the room's name after the namespace. */
  record Self() implements AccessRule {}

  /** Those whose {@code groups} hold the room's name after the namespace. */
  record Members() implements AccessRule {}

  /**
   * Those who have a role.
   *
   * @param name of the role, not empty
   */
  record Role(String name) implements AccessRule {}

  /**
   * Those whose token's claim equals the room's name after the namespace, or is a list that
   * contains it.
   *
   * @param name of the claim, not empty
   */
  record Claim(String name) implements AccessRule {}

  /** No client; the server may. */
  record Nobody() implements AccessRule {}

  /** The rule as it is written in the configuration, such as {@code role:editor}. */
  default String text() {
    return switch (this) {
      case Anyone _ -> "anyone";
      case Authenticated _ -> "authenticated";
      case Self _ -> "self";
      case Members _ -> "members";
      case Role(var name) -> "role:" + name;
      case Claim(var name) -> "claim:" + name;
      case Nobody _ -> "nobody";
    };
  }

  /** The rule that a text stands for; empty when it is none. The inverse of {@link #text()}. */
  static Optional<AccessRule> parse(String text) {
    return switch (text) {
      case "anyone" -> Optional.of(new Anyone());
      case "authenticated" -> Optional.of(new Authenticated());
      case "self" -> Optional.of(new Self());
      case "members" -> Optional.of(new Members());
      case "nobody" -> Optional.of(new Nobody());
      case String s when s.startsWith("role:") && s.length() > "role:".length() ->
          Optional.of(new Role(s.substring("role:".length())));
      case String s when s.startsWith("claim:") && s.length() > "claim:".length() ->
          Optional.of(new Claim(s.substring("claim:".length())));
      default -> Optional.empty();
    };
  }
}
