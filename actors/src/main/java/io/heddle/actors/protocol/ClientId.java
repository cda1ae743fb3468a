package io.heddle.actors.protocol;

import java.util.Optional;
import java.util.UUID;

/** Identity of one connection, unique over all nodes and times; clients know it as client_id. */
public record ClientId(UUID value) {
  /** A new identity that cannot be guessed, since {@code direct} may be addressed to it. */
  public static ClientId random() {
    return new ClientId(UUID.randomUUID());
  }

  /** Reads an identity in its canonical form of 36 characters. */
  public static Optional<ClientId> parse(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ClientId(UUID.fromString(text)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
