package io.heddle.actors.extension;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.ReservedTypes;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a {@link MessageHandler} says to a client. */
public sealed interface HandlerAnswer {
  /** A message of the handler's own type with this {@code data}. */
  static HandlerAnswer reply(Payload data) {
    return new Reply(Optional.empty(), data);
  }

  /**
   * A message of another type.
   *
   * @throws IllegalArgumentException where {@code type} is reserved or malformed
   */
  static HandlerAnswer reply(String type, Payload data) {
    return new Reply(Optional.of(type), data);
  }

  /**
   * An error.
   *
   * @param text what the client is told, not empty
   * @throws IllegalArgumentException where the code is not one that a handler may use
   */
  static HandlerAnswer refuse(ErrorCode code, String text) {
    return new Refusal(code, text);
  }

  /** Nothing is sent. */
  static HandlerAnswer silence() {
    return new Silence();
  }

  /**
   * A message, with the {@code id} that the client gave.
   *
   * @param type its type; empty for the handler's own
   */
  record Reply(Optional<String> type, Payload data) implements HandlerAnswer {
    public Reply {
      if (type.isPresent() && !ReservedTypes.allows(type.get())) {
        throw new IllegalArgumentException("not a type to answer under: " + type.get());
      }
    }
  }

  /** An {@code error} whose code leaves the connection open. */
  record Refusal(ErrorCode code, String text) implements HandlerAnswer {
    private static final Set<ErrorCode> ALLOWED =
        EnumSet.of(
            ErrorCode.INVALID_MESSAGE,
            ErrorCode.ROOM_REQUIRED,
            ErrorCode.INVALID_ROOM,
            ErrorCode.NOT_SUBSCRIBED,
            ErrorCode.FORBIDDEN,
            ErrorCode.NOT_AVAILABLE,
            ErrorCode.RATE_LIMITED,
            ErrorCode.UNAVAILABLE);

    public Refusal {
      if (!ALLOWED.contains(code)) {
        throw new IllegalArgumentException(
            "a handler may not answer " + code.code() + ", only one of " + ALLOWED);
      }
      if (text.isEmpty()) {
        throw new IllegalArgumentException("an error needs a text");
      }
    }
  }

  /** No answer, and no error either. */
  record Silence() implements HandlerAnswer {}
}
