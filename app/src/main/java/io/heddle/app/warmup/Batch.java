package io.heddle.app.warmup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A few clients at once, one thread for all: each step is sent for all of them before the answers
 * are read, so that the node has work while nobody waits for anybody.
 */
final class Batch implements AutoCloseable {
  /** Clients of a batch, and members of its room. */
  static final int MOST = 32;

  private static final int PUBLICATIONS = 4;
  private static final String DATA = "x".repeat(128);

  private final List<Client> clients = new ArrayList<>();
  private final String room;

  private Batch(String room) {
    this.room = room;
  }

  /**
   * Connects.
   *
   * @param token of whom all of them are
   * @param room where they will talk
   * @param left milliseconds that everything may still take
   */
  static Batch open(int port, String token, String room, int size, LongSupplier left)
      throws IOException {
    Batch batch = new Batch(room);
    try {
      for (int i = 0; i < size; i++) {
        batch.clients.add(Client.dial(port, left));
      }
      for (Client client : batch.clients) {
        client.upgrade(token);
      }
    } catch (IOException fault) {
      batch.close();
      throw fault;
    }
    return batch;
  }

  /** They enter the room, one says something, all hear it, and go in order. */
  void talk() throws IOException {
    for (Client client : clients) {
      client.await("\"connected\"");
      client.send("{\"type\":\"subscribe\",\"room\":\"%s\"}".formatted(room));
    }
    for (Client client : clients) {
      client.await("\"subscribed\"");
    }
    for (int i = 1; i <= PUBLICATIONS; i++) {
      clients
          .getFirst()
          .send(
              "{\"type\":\"publish\",\"room\":\"%s\",\"data\":{\"n\":%d,\"p\":\"%s\"}}"
                  .formatted(room, i, DATA));
    }
    for (Client client : clients) {
      client.await("\"n\":%d".formatted(PUBLICATIONS));
      client.sendClose();
    }
    for (Client client : clients) {
      client.awaitEnd();
    }
  }

  @Override
  public void close() {
    clients.forEach(Client::close);
  }
}
