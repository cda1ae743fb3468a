package io.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.actors.fabric.ConnectionListener;
import io.heddle.actors.fabric.Registration;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToNode.NodeLoad;
import io.heddle.actors.protocol.ToPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RecordingFabricTest {
  private static final RoomName ROOM = new RoomName("orders:7");

  private final RecordingFabric fabric = new RecordingFabric();

  @Test
  void everyCallIsRecordedInOrder() {
    ClientId ada = ClientId.random();
    fabric.publish("orders:7", "order_update", "{\"a\":1}");
    fabric.toUser("ada", "note", Payload.of("1"));
    fabric.broadcast("news", Payload.of("2"));
    fabric.toConnection(ada, "whisper", Payload.of("3"));
    fabric.ask(ada, "size", Payload.EMPTY_OBJECT, Duration.ofSeconds(1));
    fabric.join("ada", ROOM);
    fabric.leave("ada", ROOM);
    fabric.disconnectUser("ada", CloseCode.BLOCKED, "out");
    fabric.disconnect(ada, CloseCode.NORMAL, "done");
    fabric.count(ROOM);
    fabric.load();
    fabric.listen(new ConnectionListener() {});

    assertThat(fabric.calls())
        .extracting(call -> call.getClass().getSimpleName())
        .containsExactly(
            "Published",
            "Published",
            "Published",
            "Handed",
            "Asked",
            "Joined",
            "Left",
            "RoomDisconnected",
            "Disconnected",
            "Counted",
            "Weighed",
            "Listened");
    assertThat(fabric.calls(Recorded.Published.class))
        .extracting(Recorded.Published::room)
        .containsExactly(ROOM, new RoomName("user:ada"), RoomName.SYSTEM);
    assertThat(fabric.calls(Recorded.Joined.class))
        .containsExactly(new Recorded.Joined("ada", ROOM));
  }

  @Test
  void theLastMessageIsAtHand() {
    assertThat(fabric.count()).isZero();
    assertThatThrownBy(fabric::lastType).hasMessage("no message was sent");

    fabric.publish("orders:7", "order_update", "{\"a\":1}");
    fabric.count(ROOM);

    assertThat(fabric.count()).isEqualTo(1);
    assertThat(fabric.lastType()).isEqualTo("order_update");
    assertThat(fabric.lastData()).isEqualTo("{\"a\":1}");
  }

  @Test
  void publishesAreAcceptedOneAfterTheOther() {
    fabric.members("orders:7", 3);
    fabric.publish("orders:7", "a", "1");
    ToPublisher.Done second = (ToPublisher.Done) now(fabric.publish("orders:7", "a", "2"));

    assertThat(second.receipt().position().offset()).isEqualTo(2);
    assertThat(second.receipt().receivers()).isEqualTo(3);
  }

  @Test
  void theNextPublishFailsAsTheTestSays() {
    fabric.failNextPublish(ErrorCode.UNAVAILABLE);
    fabric.answerNextPublish(CompletableFuture.failedFuture(new IllegalStateException("broken")));

    assertThat(now(fabric.publish("orders:7", "a", "1")))
        .isEqualTo(new ToPublisher.Failed(ErrorCode.UNAVAILABLE));
    assertThat(fabric.publish("orders:7", "a", "2").toCompletableFuture())
        .isCompletedExceptionally();
    assertThat(now(fabric.publish("orders:7", "a", "3"))).isInstanceOf(ToPublisher.Done.class);
    assertThat(fabric.count()).isEqualTo(3);
  }

  @Test
  void countsAndAnswersAreAsTheTestSays() {
    ClientId ada = ClientId.random();
    ClientId bob = ClientId.random();
    fabric.members("user:ada", 2);
    fabric.gone(bob);
    fabric.load(new NodeLoad(5, 4));
    fabric.answer("size", new ClientReply.Refused(Payload.of("\"no\"")));

    assertThat(now(fabric.countUser("ada"))).isEqualTo(2);
    assertThat(now(fabric.join("ada", ROOM))).isEqualTo(2);
    assertThat(now(fabric.disconnectUser("bob", CloseCode.NORMAL, "x"))).isZero();
    assertThat(now(fabric.toConnection(ada, "a", Payload.of("1")))).isEqualTo(1);
    assertThat(now(fabric.toConnection(bob, "a", Payload.of("1")))).isZero();
    assertThat(now(fabric.load())).isEqualTo(new NodeLoad(5, 4));
    assertThat(now(fabric.ask(ada, "size", Payload.EMPTY_OBJECT, Duration.ofSeconds(1))))
        .isEqualTo(new ClientReply.Refused(Payload.of("\"no\"")));
    assertThat(now(fabric.ask(bob, "size", Payload.EMPTY_OBJECT, Duration.ofSeconds(1))))
        .isEqualTo(new ClientReply.Unanswered(ClientReply.Why.GONE));
  }

  @Test
  void aTestTellsListenersWhatHappens() {
    List<String> heard = new ArrayList<>();
    ConnectionListener listener =
        new ConnectionListener() {
          @Override
          public void connected(Caller caller) {
            heard.add("connected");
          }

          @Override
          public void unsubscribed(Caller caller, RoomName room) {
            heard.add("unsubscribed " + room);
          }
        };
    Caller ada = new Caller(ClientId.random(), Identity.user("ada"));
    try (Registration _ = fabric.listen(listener)) {
      fabric.listeners().connected(ada);
      fabric.listeners().subscribed(ada, ROOM);
      fabric.listeners().unsubscribed(ada, ROOM);
    }
    fabric.listeners().connected(ada);

    assertThat(heard).containsExactly("connected", "unsubscribed orders:7");
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
