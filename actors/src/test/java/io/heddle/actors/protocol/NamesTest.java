package io.heddle.actors.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "chat:42, chat, 42, false",
    "lobby, default, lobby, false",
    "system, system, system, true",
    "user:a:b, user, a:b, true",
    "group:g, group, g, true",
    "default, default, default, false",
    "chat:größe, chat, größe, false",
  })
  void aRoomNameHasANamespaceAndALocalPart(
      String name, String namespace, String local, boolean byServer) {
    RoomName room = RoomName.parse(name, 200).orElseThrow();

    assertThat(room.namespace()).isEqualTo(namespace);
    assertThat(room.local()).isEqualTo(local);
    assertThat(room.serverJoined()).isEqualTo(byServer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":", ":x", "chat:", "default:x", "a\u0000b", "a\nb", "a\u0085b", "a\ud800b"})
  void whatIsNoRoomNameIsRefused(String name) {
    assertThat(RoomName.parse(name, 200)).isEmpty();
  }

  @Test
  void aRoomNameIsNoLongerThanAllowed() {
    assertThat(RoomName.parse("x".repeat(200), 200)).isPresent();
    assertThat(RoomName.parse("x".repeat(201), 200)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connected",
        "subscribed",
        "error",
        "pong",
        "publish",
        "ack",
        "heartbeat",
        "subscription"
      })
  void controlAndCommandTypesAreReserved(String type) {
    assertThat(ReservedTypes.contains(type)).isTrue();
    assertThat(ReservedTypes.allows(type)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message",
        "notification",
        "event",
        "presence",
        "room_update",
        "user_joined",
        "task_x",
        "my.own"
      })
  void theStandardTypesAndAllOthersAreFree(String type) {
    assertThat(ReservedTypes.allows(type)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\u007f", "a\ud83d\ude00"})
  void aTypeIsPrintableAndNotEmpty(String type) {
    assertThat(ReservedTypes.allows(type)).isFalse();
  }

  @Test
  void aTypeHas64CharactersAtMost() {
    assertThat(ReservedTypes.allows("x".repeat(64))).isTrue();
    assertThat(ReservedTypes.allows("x".repeat(65))).isFalse();
  }

  @Test
  void aClientIdIsReadInItsCanonicalFormOnly() {
    ClientId id = ClientId.random();

    assertThat(ClientId.parse(id.toString())).contains(id);
    assertThat(ClientId.parse("1-1-1-1-1")).isEmpty();
    assertThat(ClientId.parse("x".repeat(36))).isEmpty();
  }
}
