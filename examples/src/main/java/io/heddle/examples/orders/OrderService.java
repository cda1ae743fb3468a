package io.heddle.examples.orders;

import io.heddle.actors.extension.HandlerAnswer;
import io.heddle.actors.extension.HandlerCall;
import io.heddle.actors.extension.MessageHandler;
import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.payload.JsonObject;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToPublisher;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps orders, tells who watches one what becomes of it, and answers {@code get_order}. */
public final class OrderService implements MessageHandler {
  private final Map<String, Order> orders = new ConcurrentHashMap<>();

  /** With one order, in place of a database. */
  public OrderService() {
    orders.put("7", new Order("7", "ada", "packed"));
  }

  /** Moves an order on, and says so in its room. */
  public CompletionStage<ToPublisher.Answer> move(Fabric fabric, String id, String status) {
    Order moved = orders.computeIfPresent(id, (_, order) -> order.with(status));
    if (moved == null) {
      throw new IllegalArgumentException("no order " + id);
    }
    return fabric.publish(new RoomName("orders:" + id), "order_update", moved.json());
  }

  @Override
  public String type() {
    return "get_order";
  }

  @Override
  public CompletionStage<HandlerAnswer> handle(HandlerCall call) {
    return CompletableFuture.completedFuture(answer(call));
  }

  private HandlerAnswer answer(HandlerCall call) {
    try {
      String id = JsonObject.of(call.data()).text("order_id").orElse("");
      Optional<String> user = call.caller().identity().userId();
      return Optional.ofNullable(orders.get(id))
          .filter(order -> user.equals(Optional.of(order.customer())))
          .map(order -> HandlerAnswer.reply("order", order.json()))
          .orElse(HandlerAnswer.refuse(ErrorCode.FORBIDDEN, "no such order of yours"));
    } catch (MalformedJsonException fault) {
      return HandlerAnswer.refuse(ErrorCode.INVALID_MESSAGE, "order_id: " + fault.getMessage());
    }
  }
}
