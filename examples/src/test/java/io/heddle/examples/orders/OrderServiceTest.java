package io.heddle.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.actors.extension.ApplicationCode;
import io.heddle.actors.extension.HandlerAnswer;
import io.heddle.actors.extension.HandlerCall;
import io.heddle.actors.extension.MessageHandler;
import io.heddle.testkit.FabricTestKit;
import io.heddle.testkit.Received;
import io.heddle.testkit.RecordingFabric;
import io.heddle.testkit.TestClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class OrderServiceTest {
  private static final String RULES =
      "heddle.namespaces.orders { subscribe = authenticated, publish = nobody }";

  private final OrderService orders = new OrderService();

  @Test
  void movingAnOrderPublishesOneUpdate() {
    RecordingFabric fabric = new RecordingFabric();
    orders.move(fabric, "7", "shipped");

    assertThat(fabric.count()).isEqualTo(1);
    assertThat(fabric.lastType()).isEqualTo("order_update");
    assertThat(fabric.lastData()).isEqualTo("{\"order_id\":\"7\",\"status\":\"shipped\"}");
  }

  @Test
  void anOrderThatIsNotThereMovesNobody() {
    RecordingFabric fabric = new RecordingFabric();

    assertThatThrownBy(() -> orders.move(fabric, "8", "shipped")).hasMessage("no order 8");
    assertThat(fabric.count()).isZero();
  }

  @Test
  void whoWatchesAnOrderHearsOfItAndNobodyElseMaySpeakThere() {
    try (FabricTestKit kit = FabricTestKit.start(RULES)) {
      TestClient ada = kit.connect("ada").subscribe("orders:7");
      orders.move(kit.fabric(), "7", "shipped");
      assertThat(ada.receive("order_update").data()).contains("shipped");

      ada.publish("orders:7", "order_update", "{}");
      assertThat(ada.receive().code()).contains("forbidden");
    }
  }

  @Test
  void aCustomerAsksForAnOrderOfHersAlone() {
    try (FabricTestKit kit = FabricTestKit.start(RULES, ApplicationCode.handling(orders))) {
      Received order = kit.connect("ada").send("get_order", "{\"order_id\":\"7\"}").receive();
      assertThat(order.type()).isEqualTo("order");
      assertThat(order.data()).isEqualTo("{\"order_id\":\"7\",\"status\":\"packed\"}");

      Received refusal = kit.connect("bob").send("get_order", "{\"order_id\":\"7\"}").receive();
      assertThat(refusal.code()).contains("forbidden");
    }
  }

  @Test
  void aQuestionThatIsNoneIsRefused() {
    try (FabricTestKit kit = FabricTestKit.start(RULES, ApplicationCode.handling(orders))) {
      TestClient ada = kit.connect("ada").send("get_order", "{\"order_id\":7}");
      assertThat(ada.receive().code()).contains("invalid_message");
    }
  }

  @Test
  void aServiceThatHangsIsGivenUpAfterFiveSeconds() {
    try (FabricTestKit kit =
        FabricTestKit.start(RULES, ApplicationCode.handling(new HangingService()))) {
      TestClient ada = kit.connect("ada").send("get_order", "{}");
      kit.passTime(Duration.ofSeconds(5));
      assertThat(ada.receive().code()).contains("processing_error");
    }
  }

  private static final class HangingService implements MessageHandler {
    @Override
    public String type() {
      return "get_order";
    }

    @Override
    public CompletionStage<HandlerAnswer> handle(HandlerCall call) {
      return new CompletableFuture<>();
    }
  }
}
