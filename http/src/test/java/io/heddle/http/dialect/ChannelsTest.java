package io.heddle.http.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.RoomName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelsTest {
  @ParameterizedTest
  @CsvSource({
    "orders, events:orders",
    "system, events:system",
    "default, events:default",
    "notifications, events:notifications",
    "notifications:alice, user:alice",
    "notifications:a:b, user:a:b",
    "system:broadcast, system",
    "chat:42, chat:42",
    "system:other, system:other",
    "group:g, group:g",
    "events:a:b, events:a:b",
    "default:lobby, lobby"
  })
  void aChannelIsOneRoomBothWays(String channel, String room) {
    assertThat(Channels.room(channel)).isEqualTo(room);
    assertThat(Channels.channel(new RoomName(room))).isEqualTo(channel);
  }

  @ParameterizedTest
  @CsvSource({"events:orders, events:orders", "user:alice, user:alice"})
  void theNameOfARoomItselfIsTakenToo(String channel, String room) {
    assertThat(Channels.room(channel)).isEqualTo(room);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "system",
        "default:a",
        "events:a",
        "events:a:b",
        "events::",
        "events:default",
        "user:a",
        "user:a:b",
        "notifications:x",
        "system:broadcast",
        "chat:a:b",
        "group:system"
      })
  void whatIsToldOfARoomLeadsBackToIt(String name) {
    if (RoomName.parse(name, 100).isPresent()) {
      RoomName room = new RoomName(name);
      boolean shadowed = name.startsWith("notifications:") || name.equals("system:broadcast");
      assertThat(Channels.room(Channels.channel(room)).equals(name)).isEqualTo(!shadowed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "x:",
        ":x",
        "notifications:",
        "default:",
        "default:a:b",
        "default:system"
      })
  void whatIsNoNameOfARoomStaysNone(String channel) {
    assertThat(RoomName.parse(Channels.room(channel), 100)).isEmpty();
  }

  @Test
  void theEmptyNameIsNotTakenForAnEvent() {
    assertThat(Channels.room("")).isEmpty();
  }
}
