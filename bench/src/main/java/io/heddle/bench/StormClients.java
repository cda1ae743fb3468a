package io.heddle.bench;

import com.typesafe.config.ConfigFactory;
import io.heddle.app.token.TokenMint;
import io.heddle.app.token.TokenRequest;
import io.heddle.config.load.SettingsLoader;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;

/** The clients of a storm: each connects, resumes one room and waits for what it missed. */
public final class StormClients {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int CONNECTING = 500;
  private static final double MICROS_IN_MILLI = 1000;

  private StormClients() {}

  /** {@code PORT CLIENTS MISSED POSITIONS}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    int clients = Integer.parseInt(arguments[1]);
    int missed = Integer.parseInt(arguments[2]);
    List<String> positions = Files.readAllLines(Path.of(arguments[3]));
    List<StormClient> storm = clients(clients, missed, positions);
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    Semaphore connecting = new Semaphore(CONNECTING);
    CountDownLatch done = new CountDownLatch(clients);
    AtomicInteger faulty = new AtomicInteger();
    ConcurrentHistogram micros = new ConcurrentHistogram(600_000_000L, 3);
    long began = System.nanoTime();
    for (StormClient client : storm) {
      connecting.acquire();
      long start = System.nanoTime();
      client.whenUpgraded(connecting::release);
      client.whenDone(
          fault -> {
            fault.ifPresent(
                why -> {
                  if (faulty.getAndIncrement() == 0) {
                    System.out.println("first fault: " + why);
                  }
                });
            micros.recordValue((System.nanoTime() - start) / 1000);
            done.countDown();
          });
      connect(loop, port, client);
    }
    boolean all = done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    double took = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "%d clients, %d missed each: %.2f s until all had it (%s), one client's p50 %.0f ms,"
            + " p99 %.0f ms, %.0f resumes/s, faulty %d%n",
        clients,
        missed,
        took,
        all ? "all" : done.getCount() + " never",
        micros.getValueAtPercentile(50) / MICROS_IN_MILLI,
        micros.getValueAtPercentile(99) / MICROS_IN_MILLI,
        clients / took,
        faulty.get());
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
  }

  /** Tokens are signed before the clock runs. */
  private static List<StormClient> clients(int count, int missed, List<String> positions) {
    TokenMint mint =
        new TokenMint(
            ReconnectStorm.SECRET,
            SettingsLoader.load(
                    Optional.empty(),
                    Map.of("HEDDLE_JWT_SECRET", ReconnectStorm.SECRET),
                    ConfigFactory.empty())
                .orThrow(),
            Clock.systemUTC());
    List<StormClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String token = mint.mint(TokenRequest.of("storm-" + i, Duration.ofHours(1)));
      String[] position = positions.get(i % positions.size()).split(" ", -1);
      clients.add(
          new StormClient(token, position[0], position[1], Long.parseLong(position[2]), missed));
    }
    return clients;
  }

  private static void connect(EventLoopGroup loop, int port, StormClient client) {
    var _ =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(client);
                  }
                })
            .connect("127.0.0.1", port);
  }
}
