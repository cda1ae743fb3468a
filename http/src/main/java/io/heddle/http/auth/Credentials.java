package io.heddle.http.auth;

/** The credentials that decide about a request: the first that are present, good or bad. */
public sealed interface Credentials {
  /** {@code Authorization: Bearer}; the token may be empty, and is bad then. */
  record Bearer(String token) implements Credentials {}

  /** The query's {@code token}. */
  record Query(String token) implements Credentials {}

  /** One of the cookies that are looked at. */
  record Cookie(String token) implements Credentials {}

  /** An {@code Authorization} of another scheme: refused, since whoever sent it meant it. */
  record Unsupported() implements Credentials {}

  /** None came. */
  record None() implements Credentials {}
}
