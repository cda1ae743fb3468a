package io.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.config.load.FaultySettingsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FabricTestKitTest {
  @Test
  void membersOfARoomHearWhatAClientPublishes() {
    try (FabricTestKit kit = FabricTestKit.start()) {
      TestClient ada = kit.connect("ada").subscribe("chat:1");
      TestClient bob = kit.connect("bob").subscribe("chat:1");
      TestClient eve = kit.connect("eve");
      bob.publish("chat:1", "said", "{\"text\":\"hello\"}");

      Received said = ada.receive("said");
      assertThat(said.room()).contains("chat:1");
      assertThat(said.data()).isEqualTo("{\"text\":\"hello\"}");
      assertThat(said.user()).contains("bob");
      assertThat(said.offset()).isEqualTo(OptionalLong.of(1));
      assertThat(bob.receive("published").offset()).isEqualTo(OptionalLong.of(1));
      assertThat(eve.unread()).isEmpty();
    }
  }

  @Test
  void whatTheFabricPublishesReachesUserRoomAndEverybody() {
    try (FabricTestKit kit = FabricTestKit.start()) {
      TestClient ada = kit.connect("ada").subscribe("chat:1");
      TestClient bob = kit.connect("bob");
      assertThat(ada.receive().type()).isEqualTo("subscribed");

      var toRoom = kit.fabric().publish("chat:1", "said", "1").toCompletableFuture();
      kit.fabric().toUser("bob", "note", Payload.of("2"));
      kit.fabric().broadcast("news", Payload.of("3"));
      kit.fabric().toConnection(ada.id(), "whisper", Payload.of("4"));

      assertThat(toRoom.join()).isInstanceOf(ToPublisher.Done.class);
      assertThat(ada.unread())
          .extracting(Received::type)
          .containsExactlyInAnyOrder("said", "news", "whisper");
      assertThat(bob.unread()).extracting(Received::type).containsExactlyInAnyOrder("note", "news");
    }
  }

  @Test
  void aClientThatIsGoneHearsNothingAndIsNotCounted() {
    try (FabricTestKit kit = FabricTestKit.start()) {
      TestClient ada = kit.connect("ada").subscribe("chat:1");
      TestClient bob = kit.connect("bob").subscribe("chat:1");
      ada.drop();
      int heard = ada.received().size();
      bob.publish("chat:1", "1");

      assertThat(ada.isOpen()).isFalse();
      assertThat(ada.received()).hasSize(heard);
      assertThat(kit.fabric().count(new RoomName("chat:1")).toCompletableFuture().join())
          .isEqualTo(1);
      assertThatThrownBy(() -> ada.publish("chat:1", "2"))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void thePolicyOfANamespaceRefuses() {
    try (FabricTestKit kit =
        FabricTestKit.start("heddle.namespaces.orders { subscribe = anyone, publish = nobody }")) {
      TestClient ada = kit.connect("ada").subscribe("orders:7").publish("orders:7", "1");
      ada.subscribe("user:bob");

      assertThat(ada.receive().type()).isEqualTo("subscribed");
      Received publish = ada.receive();
      assertThat(publish.code()).contains("forbidden");
      assertThat(publish.room()).contains("orders:7");
      assertThat(publish.data()).contains("not allowed to publish in this room");
      assertThat(ada.receive().code()).contains("forbidden");
      assertThat(ada.unread()).isEmpty();
    }
  }

  @Test
  void aFullRoomRefusesUntilSomebodyLeaves() {
    try (FabricTestKit kit = FabricTestKit.start("heddle.namespaces.chat.capacity = 1")) {
      TestClient ada = kit.connect("ada").subscribe("chat:1");
      TestClient bob = kit.connect("bob").subscribe("chat:1");
      assertThat(bob.receive().code()).contains("room_full");

      ada.unsubscribe("chat:1");
      assertThat(ada.receive("unsubscribed").room()).contains("chat:1");
      assertThat(bob.subscribe("chat:1").receive().type()).isEqualTo("subscribed");
    }
  }

  @Test
  void aFullNodeClosesWhoComes() {
    try (FabricTestKit kit = FabricTestKit.start("heddle.limits.max-connections = 1")) {
      kit.connect("ada");
      TestClient bob = kit.connect("bob");

      assertThat(bob.closed()).map(Closed::code).contains(CloseCode.SERVER_FULL);
    }
  }

  @Test
  void membersAreToldWhoComesAndGoes() {
    try (FabricTestKit kit = FabricTestKit.start()) {
      TestClient ada = kit.connect("ada").subscribe("project:1");
      kit.connect("bob").subscribe("project:1").drop();

      assertThat(ada.receive("user_joined").data())
          .isEqualTo("{\"user_id\":\"bob\",\"client_count\":2}");
      kit.passTime(Duration.ofSeconds(2));
      assertThat(ada.receive("user_left").data())
          .isEqualTo("{\"user_id\":\"bob\",\"client_count\":1}");
    }
  }

  @Test
  void nobodyHearsOfOneWhoIsBackInTime() {
    try (FabricTestKit kit = FabricTestKit.start()) {
      TestClient ada = kit.connect("ada").subscribe("project:1");
      TestClient bob = kit.connect("bob").subscribe("project:1");
      ada.receive("user_joined");
      for (int i = 0; i < 10; i++) {
        bob.drop();
        kit.passTime(Duration.ofMillis(1900));
        bob = kit.connect("bob").subscribe("project:1");
        kit.passTime(Duration.ofSeconds(1));
      }
      kit.passTime(Duration.ofMinutes(1));

      assertThat(ada.unread()).noneMatch(it -> it.type().startsWith("user_"));
    }
  }

  @Test
  void theServerPutsAUserIntoARoomAndTakesHerOut() {
    try (FabricTestKit kit = FabricTestKit.start()) {
      TestClient ada = kit.connect("ada");
      RoomName room = new RoomName("team:1");

      assertThat(kit.fabric().join("ada", room).toCompletableFuture().join()).isEqualTo(1);
      assertThat(ada.receive().data()).isEqualTo("{\"room\":\"team:1\",\"action\":\"joined\"}");
      kit.fabric().publish("team:1", "note", "1");
      assertThat(ada.receive().type()).isEqualTo("note");
      kit.fabric().leave("ada", room);
      assertThat(ada.receive().data()).isEqualTo("{\"room\":\"team:1\",\"action\":\"left\"}");
    }
  }

  @Test
  void aClientAnswersWhatTheServerAsks() {
    try (FabricTestKit kit = FabricTestKit.start()) {
      TestClient ada = kit.connect("ada");
      CompletableFuture<ClientReply> size = ask(kit, ada);
      Received request = ada.receive("request");
      assertThat(request.data()).isEqualTo("{\"name\":\"size\",\"data\":{}}");
      ada.reply(request, "42");
      assertThat(size.join()).isEqualTo(new ClientReply.Answered(Payload.of("42")));

      CompletableFuture<ClientReply> refused = ask(kit, ada);
      ada.refuse(ada.receive("request"), "\"no\"");
      assertThat(refused.join()).isEqualTo(new ClientReply.Refused(Payload.of("\"no\"")));
    }
  }

  @Test
  void aClientThatDoesNotAnswerIsGivenUpInTime() {
    try (FabricTestKit kit = FabricTestKit.start()) {
      CompletableFuture<ClientReply> size = ask(kit, kit.connect("ada"));
      kit.passTime(Duration.ofSeconds(4));
      assertThat(size).isNotDone();

      kit.passTime(Duration.ofSeconds(1));
      assertThat(size.join()).isEqualTo(new ClientReply.Unanswered(ClientReply.Why.TIMED_OUT));
    }
  }

  private static CompletableFuture<ClientReply> ask(FabricTestKit kit, TestClient client) {
    return kit.fabric()
        .ask(client.id(), "size", Payload.EMPTY_OBJECT, Duration.ofSeconds(5))
        .toCompletableFuture();
  }

  @Test
  void aDisconnectTellsItsCode() {
    try (FabricTestKit kit = FabricTestKit.start()) {
      TestClient ada = kit.connect("ada");
      kit.fabric().disconnectUser("ada", CloseCode.DISCONNECTED, "bye");

      assertThat(ada.closed()).contains(new Closed(CloseCode.DISCONNECTED, "bye"));
    }
  }

  @Test
  void groupsAndPermissionsAreAsTheIdentitySays() {
    Identity editor =
        new Identity(
            Optional.of("ada"),
            Set.of(),
            Set.of("editors"),
            Set.of("broadcast"),
            Map.of(),
            Optional.empty());
    try (FabricTestKit kit = FabricTestKit.start()) {
      TestClient ada = kit.connect(editor).publish("group:editors", "1").broadcast("news", "2");
      TestClient bob = kit.connect("bob").broadcast("news", "3");

      assertThat(ada.unread())
          .extracting(Received::type)
          .containsExactlyInAnyOrder("message", "published", "news", "published");
      assertThat(bob.unread()).extracting(Received::code).containsExactly(Optional.of("forbidden"));
    }
  }

  @Test
  void faultySettingsAreNamedBeforeAnythingStarts() {
    assertThatThrownBy(() -> FabricTestKit.start("heddle.rooms.tial = 3"))
        .isInstanceOf(FaultySettingsException.class)
        .hasMessageContaining("heddle.rooms.tail");
    assertThatThrownBy(() -> FabricTestKit.start("heddle {\n"))
        .isInstanceOf(FaultySettingsException.class)
        .hasMessageContaining("text of settings: 2");
  }

  @Test
  void aTypeThatADialectWouldRefuseIsRefusedAtOnce() {
    try (FabricTestKit kit = FabricTestKit.start()) {
      TestClient ada = kit.connect("ada");
      assertThatThrownBy(() -> ada.publish("chat:1", "error", "1"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ada.subscribe(":")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ada.reply(ada.received().getFirst(), "1"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(ada.unread()).isEqualTo(List.of());
    }
  }
}
