package io.heddle.examples.embedding;

import io.heddle.actors.extension.ApplicationCode;
import io.heddle.app.Heddle;
import io.heddle.config.Settings;
import io.heddle.config.load.SettingsLoader;
import io.heddle.examples.orders.OrderService;
import java.net.InetSocketAddress;

/** A shop: its business code and a node, in one process. */
public final class Shop implements AutoCloseable {
  private final OrderService orders = new OrderService();
  private final Heddle heddle;

  /** Opens; {@code settings} says where it listens and whose tokens it takes. */
  public Shop(Settings settings) {
    heddle = Heddle.start(settings, ApplicationCode.handling(orders));
  }

  /** Runs a shop until its process is asked to end. */
  public static void main(String[] arguments) throws InterruptedException {
    Settings settings =
        SettingsLoader.parse(
            """
            heddle.websocket.port = 8080
            heddle.jwt.secret = "a secret of 32 bytes or more, from a safe place"
            """);
    Shop shop = new Shop(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(shop::close));
    Thread.currentThread().join();
  }

  /** Ships an order; who watches it hears of it. */
  public void ship(String id) {
    orders.move(heddle.fabric(), id, "shipped").toCompletableFuture().join();
  }

  /** Where clients connect. */
  public InetSocketAddress address() {
    return heddle.address();
  }

  @Override
  public void close() {
    heddle.close();
  }
}
