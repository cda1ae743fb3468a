package io.heddle.app.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A client as the protocol wants it: comes back when it is cut off, resumes where it was, loads
 * anew what a room keeps that has not gone on there, and opens its new connection first when a node
 * asks it to move. Runs on a thread of its own; results are to be read when that has ended, or
 * under its lock.
 */
final class Subscriber implements Runnable {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Duration LOOK = Duration.ofMillis(100);

  /** The most that a room gives at once; more than a run publishes into one while Redis is away. */
  private static final int PAGE = 500;

  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(1);

  private final HttpClient client;
  private final Sites sites;
  private final String token;
  private final Map<String, RoomView> views = new LinkedHashMap<>();
  private final Map<String, Boolean> in = new LinkedHashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> toLoad = new HashSet<>();
  private volatile boolean stopped;
  private Optional<Long> moveAt = Optional.empty();
  private Optional<Long> askAgainAt = Optional.empty();
  private long reconnects = -1;
  private long longestStall;
  private int failures;

  Subscriber(HttpClient client, Sites sites, String token, List<String> rooms) {
    this.client = client;
    this.sites = sites;
    this.token = token;
    rooms.forEach(
        room -> {
          views.put(room, new RoomView());
          in.put(room, false);
        });
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        live();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the subscriber soon. */
  void stop() {
    stopped = true;
  }

  private void live() throws InterruptedException {
    try {
      Link link = Link.open(client, sites.socket(token));
      try {
        link = enter(link);
        while (!stopped) {
          link = step(link);
        }
      } finally {
        link.close();
      }
    } catch (IOException _) {
      backOff();
    }
  }

  private synchronized Link enter(Link link) throws IOException, InterruptedException {
    failures = 0;
    reconnects++;
    moveAt = Optional.empty();
    in.replaceAll((_, _) -> false);
    refused.clear();
    for (String room : views.keySet()) {
      subscribe(link, room);
    }
    return link;
  }

  private Link step(Link link) throws IOException, InterruptedException {
    Optional<JsonNode> message = link.next(LOOK);
    synchronized (this) {
      message.ifPresent(this::heard);
      long now = System.nanoTime();
      if (askAgainAt.filter(at -> now - at >= 0).isPresent()) {
        askAgainAt = Optional.empty();
        for (String room : refused) {
          subscribe(link, room);
        }
        refused.clear();
      }
      for (String room : toLoad) {
        link.send(load(room));
      }
      toLoad.clear();
      if (moveAt.filter(at -> now - at >= 0).isEmpty()) {
        return link;
      }
    }
    return move(link);
  }

  /** What the old connection has brought meanwhile counts; then the new one takes over. */
  private Link move(Link old) throws IOException, InterruptedException {
    Link next = Link.open(client, sites.socket(token));
    Optional<JsonNode> message = old.next(Duration.ZERO);
    while (message.isPresent()) {
      synchronized (this) {
        heard(message.get());
      }
      message = old.next(Duration.ZERO);
    }
    old.close();
    return enter(next);
  }

  private void subscribe(Link link, String room) throws IOException, InterruptedException {
    ObjectNode command = JSON.objectNode().put("type", "subscribe").put("room", room);
    view(room)
        .place()
        .ifPresent(
            place ->
                command
                    .putObject("recover")
                    .put("epoch", place.epoch())
                    .put("offset", place.offset()));
    link.send(command);
  }

  private static ObjectNode load(String room) {
    return JSON.objectNode()
        .put("type", "history")
        .put("room", room)
        .put("limit", PAGE)
        .put("reverse", true);
  }

  private void heard(JsonNode message) {
    String room = message.path("room").asText();
    RoomView.Place at =
        new RoomView.Place(message.path("epoch").asText(), message.path("offset").asLong());
    JsonNode data = message.path("data");
    switch (message.path("type").asText()) {
      case "subscribed" -> {
        boolean recovering = data.path("was_recovering").asBoolean();
        if (view(room).subscribed(at, recovering, data.path("recovered").asBoolean())) {
          toLoad.add(room);
        }
        in.put(room, true);
      }
      case "unsubscribed", "error" -> {
        in.put(room, false);
        askAgain(room);
      }
      case "reconnect" -> {
        Duration after = Duration.ofMillis(data.path("after_ms").asLong());
        moveAt = Optional.of(System.nanoTime() + after.toNanos());
      }
      case "history" -> loaded(room, data.path("publications"));
      case "message" -> Message.parse(data).ifPresent(it -> saw(room, at, it));
      default -> {}
    }
  }

  private void loaded(String room, JsonNode publications) {
    for (JsonNode each : publications) {
      RoomView.Place at =
          new RoomView.Place(each.path("epoch").asText(), each.path("offset").asLong());
      Message.parse(each.path("data")).ifPresent(message -> view(room).loaded(at, message));
    }
  }

  private void saw(String room, RoomView.Place at, Message message) {
    if (views.containsKey(room) && view(room).saw(at, message)) {
      longestStall = Math.max(longestStall, System.nanoTime() - message.sentAt());
    }
  }

  private void askAgain(String room) {
    if (views.containsKey(room)) {
      refused.add(room);
    }
    if (askAgainAt.isEmpty()) {
      askAgainAt = Optional.of(System.nanoTime() + Duration.ofMillis(200).toNanos());
    }
  }

  private void backOff() throws InterruptedException {
    failures++;
    long most = Math.min(LONGEST_BACKOFF.toMillis(), 50L << Math.min(failures, 5));
    Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }

  private RoomView view(String room) {
    return views.getOrDefault(room, new RoomView());
  }

  /** Whether it is in all of its rooms. */
  synchronized boolean isIn() {
    return !in.containsValue(false);
  }

  /** Whether it has seen all of these, by room. */
  synchronized boolean hasAll(Map<String, Set<Long>> acknowledged) {
    return views.entrySet().stream()
        .allMatch(it -> it.getValue().hasAll(acknowledged.getOrDefault(it.getKey(), Set.of())));
  }

  /** What it has to tell at the end. */
  synchronized Account account(Map<String, Set<Long>> acknowledged) {
    long lost = 0;
    long delivered = 0;
    long duplicates = 0;
    long reordered = 0;
    long gaps = 0;
    long notRecovered = 0;
    for (var each : views.entrySet()) {
      RoomView view = each.getValue();
      lost += view.missing(acknowledged.getOrDefault(each.getKey(), Set.of()));
      delivered += view.delivered();
      duplicates += view.duplicates();
      reordered += view.reordered();
      gaps += view.gaps();
      notRecovered += view.notRecovered();
    }
    return new Account(
        delivered,
        lost,
        duplicates,
        reordered,
        gaps,
        notRecovered,
        Math.max(0, reconnects),
        Duration.ofNanos(longestStall));
  }
}
