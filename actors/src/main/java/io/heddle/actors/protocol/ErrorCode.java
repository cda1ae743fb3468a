package io.heddle.actors.protocol;

import java.util.Locale;

/** The errors of the wire protocol: their code, text, and what they mean for the connection. */
public enum ErrorCode {
  INVALID_MESSAGE("invalid JSON format", true, false),
  UNKNOWN_TYPE("unknown message type", true, false),
  ROOM_REQUIRED("room name is required", true, false),
  INVALID_ROOM("invalid room name", true, false),
  NOT_SUBSCRIBED("not subscribed to this room", false, false),
  FORBIDDEN("not allowed", false, false),
  NOT_AVAILABLE("not kept in this room", false, false),
  UNAUTHORIZED("authentication required", false, false),
  TOKEN_EXPIRED("token expired", false, false),
  ROOM_FULL("room is at maximum capacity", false, true),
  SERVER_FULL("server is at maximum capacity", false, true),
  RATE_LIMITED("too many requests", false, true),
  TOO_LARGE("message is too large", false, false),
  TOO_MANY_ERRORS("error limit reached", false, false),
  SLOW_CONSUMER("too slow, resume from your offset", false, false),
  UNAVAILABLE("room unavailable, try again", false, true),
  PROCESSING_ERROR("message processing failed", false, false),
  CONNECTION_CLOSED("connection terminated", false, false);

  private final String text;
  private final boolean counts;
  private final boolean temporary;
  private final String code;

  ErrorCode(String text, boolean counts, boolean temporary) {
    this.text = text;
    this.counts = counts;
    this.temporary = temporary;
    this.code = name().toLowerCase(Locale.ROOT);
  }

  /** The code as it stands on the wire, e.g. {@code invalid_message}. */
  public String code() {
    return code;
  }

  /** What the error says where nothing more precise is known. */
  public String text() {
    return text;
  }

  /** Whether it counts against the connection's error budget. */
  public boolean counts() {
    return counts;
  }

  /** Whether the same command may succeed later. */
  public boolean temporary() {
    return temporary;
  }
}
