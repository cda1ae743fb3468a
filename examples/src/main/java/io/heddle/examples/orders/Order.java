package io.heddle.examples.orders;

import io.heddle.actors.payload.Payload;

/** What somebody has ordered, and how far it is. */
public record Order(String id, String customer, String status) {
  /** The same order, further on. */
  public Order with(String newStatus) {
    return new Order(id, customer, newStatus);
  }

  /** As clients see it. */
  Payload json() {
    return Payload.object().put("order_id", id).put("status", status).build();
  }
}
