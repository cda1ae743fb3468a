package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.fabric.ConnectionListener;
import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.fabric.Registration;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.WireClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class JavaInsideTest {
  private static final TestNode NODE = TestNode.start();
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Fabric fabric = NODE.heddle().fabric();

  @AfterAll
  static void stop() {
    NODE.close();
  }

  @Test
  void aHandlerAnswersItsMessagesAndItsFaultLeavesTheConnectionOpen() {
    try (WireClient alice = NODE.enter("inside-echo")) {
      alice.send("{\"type\":\"test_echo\",\"id\":1,\"data\":\"throw\"}");
      assertThat(alice.text())
          .contains("\"code\":\"processing_error\"", "\"id\":1", "reference ")
          .doesNotContain("thrown as it was told");
      alice.send("{\"type\":\"test_echo\",\"id\":2,\"data\":[1]}");

      assertThat(alice.text()).contains("\"type\":\"test_echo\"", "\"id\":2", "\"data\":[1]");
    }
  }

  @Test
  void aClientIsAskedAndItsReplyComesBack() throws InterruptedException {
    BlockingQueue<ClientId> opened = new LinkedBlockingQueue<>();
    try (Registration _ = fabric.listen(connects("inside-ask", opened));
        WireClient alice = NODE.enter("inside-ask")) {
      ClientId clientId = opened.poll(20, TimeUnit.SECONDS);
      assertThat(clientId).isNotNull();
      CompletionStage<ClientReply> reply =
          fabric.ask(clientId, "where", Payload.of("{\"a\":1}"), LONG);
      assertThat(alice.text())
          .contains("\"type\":\"request\",\"id\":\"s1\"")
          .contains("{\"name\":\"where\",\"data\":{\"a\":1}}");
      alice.send("{\"type\":\"reply\",\"id\":\"s1\",\"data\":\"here\"}");

      assertThat(reply.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join())
          .isEqualTo(new ClientReply.Answered(Payload.of("\"here\"")));
    }
  }

  @Test
  void aUserIsJoinedAndTakenOutOnEveryConnection() {
    RoomName room = new RoomName("inside:1");
    try (WireClient phone = NODE.enter("inside-join");
        WireClient desk = NODE.enter("inside-join")) {
      assertThat(joined(fabric.join("inside-join", room))).isEqualTo(2);
      for (WireClient client : List.of(phone, desk)) {
        assertThat(client.text())
            .contains("\"type\":\"room_update\",\"room\":\"inside:1\"")
            .contains("{\"room\":\"inside:1\",\"action\":\"joined\"}");
      }
      eventually().until(() -> joined(fabric.count(room)) == 2);
      fabric.publish(room, "note", Payload.of("1"));
      for (WireClient client : List.of(phone, desk)) {
        assertThat(client.text()).contains("\"type\":\"note\"", "\"data\":1");
      }
      assertThat(joined(fabric.leave("inside-join", room))).isEqualTo(2);

      for (WireClient client : List.of(phone, desk)) {
        assertThat(client.text()).contains("{\"room\":\"inside:1\",\"action\":\"left\"}");
      }
      eventually().until(() -> joined(fabric.count(room)) == 0);
    }
  }

  @Test
  void aListenerHearsOfConnectionsAndTheirRooms() {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (Registration _ = fabric.listen(recorder("inside-listen", heard))) {
      try (WireClient alice = NODE.enter("inside-listen", "inside:2")) {
        alice.send("{\"type\":\"unsubscribe\",\"room\":\"inside:2\"}").text();
      }

      eventually()
          .untilAsserted(
              () ->
                  assertThat(heard)
                      .containsExactly(
                          "connected",
                          "subscribed inside:2",
                          "unsubscribed inside:2",
                          "disconnected"));
    }
  }

  private static int joined(CompletionStage<Integer> count) {
    return count.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static boolean is(Caller caller, String user) {
    return caller.identity().userId().filter(user::equals).isPresent();
  }

  private static ConnectionListener connects(String user, BlockingQueue<ClientId> opened) {
    return new ConnectionListener() {
      @Override
      public void connected(Caller caller) {
        if (is(caller, user)) {
          opened.add(caller.clientId());
        }
      }
    };
  }

  private static ConnectionListener recorder(String user, List<String> heard) {
    return new ConnectionListener() {
      private void hear(Caller caller, String what) {
        if (is(caller, user)) {
          heard.add(what);
        }
      }

      @Override
      public void connected(Caller caller) {
        hear(caller, "connected");
      }

      @Override
      public void disconnected(Caller caller) {
        hear(caller, "disconnected");
      }

      @Override
      public void subscribed(Caller caller, RoomName room) {
        hear(caller, "subscribed " + room);
      }

      @Override
      public void unsubscribed(Caller caller, RoomName room) {
        hear(caller, "unsubscribed " + room);
      }
    };
  }
}
