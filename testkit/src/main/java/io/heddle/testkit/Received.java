package io.heddle.testkit;

import io.heddle.actors.protocol.Event;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client was sent, in the words of docs/protocol.md.
 *
 * @param type such as {@code subscribed}, {@code error} or the type of a publication
 * @param room of events about one
 * @param data JSON text: a publication's as it was published, else what the protocol says
 * @param user who published it, where a user did
 * @param offset of publications, and of the head with {@code subscribed}
 * @param code of errors, such as {@code forbidden}
 * @param event the same as the actors said it, with all there is to know
 */
public record Received(
    String type,
    Optional<String> room,
    String data,
    Optional<String> user,
    OptionalLong offset,
    Optional<String> code,
    Event event) {
  @Override
  public String toString() {
    return type + room.map(name -> " " + name).orElse("") + " " + data;
  }
}
