package io.heddle.app.check;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The nodes' addresses, as a load balancer without stickiness deals them out. Thread-safe. */
final class Sites {
  private final List<URI> nodes;
  private final AtomicInteger next = new AtomicInteger();

  /** {@code nodes}: the HTTP address of each, such as {@code http://127.0.0.1:8080}. */
  Sites(List<URI> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /** The next one. */
  URI any() {
    return nodes.get(Math.floorMod(next.getAndIncrement(), nodes.size()));
  }

  /** Where to open a WebSocket on the next one. */
  URI socket(String token) {
    URI node = any();
    String scheme = node.getScheme().equals("https") ? "wss" : "ws";
    return URI.create(scheme + "://" + node.getAuthority() + "/ws?token=" + token);
  }

  /** How many there are. */
  int size() {
    return nodes.size();
  }
}
