package io.heddle.actors.protocol;

import java.util.Optional;

/**
 * Who published something.
 *
 * @param userId the user, where one is known
 * @param clientId the connection, where it came through one
 */
public record Sender(Optional<String> userId, Optional<ClientId> clientId) {
  /** The server itself, or a backend that did not say for whom it speaks. */
  public static final Sender SERVER = new Sender(Optional.empty(), Optional.empty());

  /** A backend that speaks for a user. */
  public static Sender user(String userId) {
    return new Sender(Optional.of(userId), Optional.empty());
  }
}
