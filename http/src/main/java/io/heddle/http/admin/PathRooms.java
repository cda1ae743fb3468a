package io.heddle.http.admin;

import io.heddle.actors.protocol.RoomName;
import java.util.Optional;

/**
 * The rooms that path segments stand for. A segment comes decoded, so a room's name may hold a
 * slash; one that was no UTF-8 names nothing.
 */
final class PathRooms {
  /** What decoding puts in place of bytes that are no UTF-8. */
  private static final char UNDECODABLE = '\uFFFD';

  private final int maxLength;

  PathRooms(int maxLength) {
    this.maxLength = maxLength;
  }

  /** Empty where the segment is no room name. */
  Optional<RoomName> room(String segment) {
    return decodable(segment).flatMap(name -> RoomName.parse(name, maxLength));
  }

  /** Empty where the segment is no project id. */
  Optional<RoomName> project(String segment) {
    return decodable(segment).flatMap(id -> RoomName.parse("project:" + id, maxLength));
  }

  /** Empty where the segment is no user id; an issuer may give longer ones than rooms may have. */
  Optional<RoomName> user(String segment) {
    return decodable(segment).flatMap(RoomName::ofUser);
  }

  /** Empty where the segment is no group. */
  Optional<RoomName> group(String segment) {
    return decodable(segment).flatMap(id -> RoomName.parse("group:" + id, maxLength));
  }

  private static Optional<String> decodable(String segment) {
    return segment.indexOf(UNDECODABLE) < 0 ? Optional.of(segment) : Optional.empty();
  }
}
