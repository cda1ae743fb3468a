package io.heddle.app.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A connection of a client's, to any node, and another one when it is gone. */
final class SocketWay implements Way {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final HttpClient client;
  private final Sites sites;
  private final String token;
  private final Set<String> in = new HashSet<>();
  private Optional<Link> open = Optional.empty();

  SocketWay(HttpClient client, Sites sites, String token) {
    this.client = client;
    this.sites = sites;
    this.token = token;
  }

  @Override
  public String name() {
    return "websocket";
  }

  @Override
  public void publish(String room, Message message) throws IOException, InterruptedException {
    try {
      Link link = link();
      if (!in.contains(room)) {
        String id = "in-" + message.number();
        await(link, command("subscribe", room, id), id, "subscribed");
        in.add(room);
      }
      String id = "n-" + message.number();
      ObjectNode publish = command("publish", room, id);
      publish.put("key", "check-" + message.number());
      publish.set("data", JSON.readTree(message.json()));
      await(link, publish, id, "published");
    } catch (IOException fault) {
      close();
      throw fault;
    }
  }

  private Link link() throws IOException, InterruptedException {
    if (open.isEmpty()) {
      open = Optional.of(Link.open(client, sites.socket(token)));
    }
    return open.get();
  }

  private static ObjectNode command(String type, String room, String id) {
    return JSON.createObjectNode().put("type", type).put("room", room).put("id", id);
  }

  private static void await(Link link, ObjectNode command, String id, String answer)
      throws IOException, InterruptedException {
    link.send(command);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - end < 0) {
      Optional<JsonNode> message = link.next(Duration.ofMillis(100));
      if (message.filter(it -> it.path("id").asText().equals(id)).isPresent()) {
        if (message.get().path("type").asText().equals(answer)) {
          return;
        }
        throw new IOException("answered " + message.get());
      }
    }
    throw new IOException("no answer");
  }

  @Override
  public void close() {
    open.ifPresent(Link::close);
    open = Optional.empty();
    in.clear();
  }
}
