package io.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heddle.actors.extension.ApplicationCode;
import io.heddle.actors.extension.HandlerAnswer;
import io.heddle.actors.extension.HandlerCall;
import io.heddle.actors.extension.MessageHandler;
import io.heddle.actors.extension.RoomAuthorizer;
import io.heddle.actors.fabric.ConnectionListener;
import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomVerdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ApplicationCodeTest {
  private record Handler(String type, Function<HandlerCall, CompletionStage<HandlerAnswer>> code)
      implements MessageHandler {
    @Override
    public CompletionStage<HandlerAnswer> handle(HandlerCall call) {
      return code.apply(call);
    }
  }

  private static ApplicationCode handling(
      String type, Function<HandlerCall, CompletionStage<HandlerAnswer>> code) {
    return ApplicationCode.handling(new Handler(type, code));
  }

  @Test
  void aHandlerAnswersWithWhatItWasSent() {
    ApplicationCode echo =
        handling(
            "echo", call -> CompletableFuture.completedFuture(HandlerAnswer.reply(call.data())));
    try (FabricTestKit kit = FabricTestKit.start("", echo)) {
      Received answer = kit.connect("ada").send("echo", "{\"a\":1}").receive();

      assertThat(answer.type()).isEqualTo("echo");
      assertThat(answer.data()).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void aHandlerRefuses() {
    ApplicationCode refusing =
        handling(
            "no",
            _ ->
                CompletableFuture.completedFuture(
                    HandlerAnswer.refuse(ErrorCode.FORBIDDEN, "not today")));
    try (FabricTestKit kit = FabricTestKit.start("", refusing)) {
      Received answer = kit.connect("ada").send("no", "{}").receive();

      assertThat(answer.code()).contains("forbidden");
      assertThat(answer.data()).isEqualTo("{\"error\":\"not today\"}");
    }
  }

  @Test
  void aHandlerThatNeverAnswersIsGivenUpByTheTestsTime() {
    ApplicationCode silent = handling("wait", _ -> new CompletableFuture<>());
    try (FabricTestKit kit = FabricTestKit.start("heddle.extensions.timeout = 5s", silent)) {
      TestClient ada = kit.connect("ada").send("wait", "{}");
      kit.passTime(Duration.ofMillis(4999));
      assertThat(ada.unread()).isEmpty();

      kit.passTime(Duration.ofMillis(1));
      Received answer = ada.receive();
      assertThat(answer.code()).contains("processing_error");
      assertThat(answer.data()).contains("reference");
      assertThat(kit.meters().counter("heddle.handler.calls", "outcome", "timeout").count())
          .isEqualTo(1);
    }
  }

  @Test
  void anAuthorizerDecidesOverThePolicy() {
    RoomAuthorizer own =
        new RoomAuthorizer() {
          @Override
          public CompletionStage<RoomVerdict> subscribe(Caller caller, RoomName room) {
            boolean hers = caller.identity().userId().filter(room.local()::equals).isPresent();
            return CompletableFuture.completedFuture(hers ? RoomVerdict.ALLOW : RoomVerdict.DENY);
          }
        };
    try (FabricTestKit kit =
        FabricTestKit.start(
            "heddle.namespaces.orders.subscribe = nobody", ApplicationCode.authorizing(own))) {
      TestClient ada = kit.connect("ada").subscribe("orders:ada");
      assertThat(ada.receive().type()).isEqualTo("subscribed");
      ada.subscribe("orders:bob");
      assertThat(ada.receive().code()).contains("forbidden");
    }
  }

  @Test
  void listenersHearOfConnections() {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (FabricTestKit kit = FabricTestKit.start()) {
      kit.fabric()
          .listen(
              new ConnectionListener() {
                @Override
                public void connected(Caller caller) {
                  heard.add("connected " + caller.identity().userId().orElse("-"));
                }

                @Override
                public void subscribed(Caller caller, RoomName room) {
                  heard.add("subscribed " + room);
                }

                @Override
                public void disconnected(Caller caller) {
                  heard.add("disconnected");
                }
              });
      kit.connect("ada").subscribe("chat:1").drop();

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(heard)
                      .containsExactly("connected ada", "subscribed chat:1", "disconnected"));
    }
  }
}
