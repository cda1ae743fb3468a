package io.heddle.http.loop;

import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.Socket;
import io.heddle.actors.protocol.ToConnection;
import io.heddle.actors.protocol.ToNode;
import io.heddle.config.Settings;
import io.heddle.config.load.SettingsLoader;
import io.heddle.http.dialect.DialectLimits;
import io.heddle.http.dialect.Dialects;
import io.heddle.http.socket.ConnectionStage;
import io.heddle.http.socket.SocketEnvironment;
import io.heddle.http.socket.SocketMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;

/** Conversations on one loop over real sockets, without any HTTP before them. */
final class LoopSockets implements AutoCloseable {
  private static final int PATIENCE = 20_000;

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<ToNode> node = kit.createTestProbe(ToNode.class);
  private final EventLoops loops = new EventLoops(1);
  private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
  private final Channel listening;

  /** One of them: its outbox, its channel and its actor here, and the client that it is. */
  record Member(
      Socket socket, Channel channel, TestProbe<ToConnection> actor, java.net.Socket client)
      implements AutoCloseable {
    void offer(String text) {
      offer(new Frame(text.getBytes(StandardCharsets.US_ASCII)));
    }

    void offer(Frame frame) {
      socket.offer(frame);
    }

    /** Closes the channel here; on the loop it is closed at once. */
    void cut() {
      var _ = channel.close();
    }

    /** So many bytes, as they come. */
    byte[] read(int length) {
      try {
        return client.getInputStream().readNBytes(length);
      } catch (IOException fault) {
        throw new UncheckedIOException(fault);
      }
    }

    String text(int length) {
      return new String(read(length), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
      try {
        if (!client.isClosed()) {
          client.setSoLinger(true, 0);
          client.close();
        }
      } catch (IOException fault) {
        throw new UncheckedIOException(fault);
      }
    }
  }

  LoopSockets(MeterRegistry registry) {
    Settings settings = SettingsLoader.load(Optional.empty(), Map.of()).orThrow();
    Dialects dialects = Dialects.load(new DialectLimits(200, 200), Clock.systemUTC());
    SocketEnvironment environment =
        new SocketEnvironment(settings.webSocket(), node.getRef(), new SocketMetrics(registry));
    listening =
        new ServerBootstrap()
            .group(loops.group())
            .channel(EventLoops.serverChannel())
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accepted.add(channel);
                    channel
                        .pipeline()
                        .addLast(
                            begin(
                                channel,
                                new ConnectionStage(
                                    environment,
                                    dialects.find("heddle.v1").orElseThrow(),
                                    false,
                                    Optional.of(Identity.user("alice")),
                                    false,
                                    Optional.empty())));
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  private ChannelHandler begin(SocketChannel channel, ConnectionStage connection) {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelActive(ChannelHandlerContext context) {
        ChannelWire.run(channel, loops, connection, this);
      }
    };
  }

  /** Another member, which has been opened. */
  Member enter() {
    try {
      java.net.Socket client = new java.net.Socket();
      client.setSoTimeout(PATIENCE);
      client.connect(listening.localAddress(), PATIENCE);
      Channel channel = accepted.poll(PATIENCE, TimeUnit.MILLISECONDS);
      Socket socket =
          node.expectMessageClass(ToNode.Open.class, Duration.ofMillis(PATIENCE)).socket();
      TestProbe<ToConnection> actor = kit.createTestProbe(ToConnection.class);
      socket.opened(actor.getRef());
      if (channel == null) {
        throw new AssertionError("not accepted");
      }
      return new Member(socket, channel, actor, client);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(fault);
    }
  }

  /** Keeps the loop busy while something is done, so that it finds all of it at once. */
  void whileBusy(Runnable action) {
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    loops
        .group()
        .next()
        .execute(
            () -> {
              busy.countDown();
              await(done);
            });
    await(busy);
    action.run();
    done.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("too long");
      }
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(fault);
    }
  }

  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    loops.stop();
    kit.shutdownTestKit();
  }
}
