package io.heddle.http.server;

import io.heddle.config.WebSocketSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/**
 * Our own server under a Pekko HTTP route. A connection:
 *
 * <pre>
 *                  ┌─ upgrade ──▶ route ──101──▶ ChannelWire ⇄ Conversation   on the loop
 *  accept ─▶ HeadReader             └─ refusal ─▶ LingeringClose
 *                  └─ anything else ──▶ PlainHttp: ChannelFlow ⇄ Http.serverLayer ⇄ route
 * </pre>
 *
 * <p>A connection lives on one loop from its accept to its end.
 */
public final class ConnectionServer implements BoundServer {
  private final Channel listening;
  private final PlainConnections plain;

  private ConnectionServer(Channel listening, PlainConnections plain) {
    this.listening = listening;
    this.plain = plain;
  }

  /**
   * Listens.
   *
   * @param settings where, and how long and large a head may be
   * @return fails with the system's exception where the address cannot be taken
   */
  public static CompletionStage<BoundServer> bind(
      ActorSystem<?> system,
      EventLoops loops,
      WebSocketSettings settings,
      Route route,
      MeterRegistry registry) {
    ServerMetrics metrics = new ServerMetrics(registry);
    PlainConnections plain = new PlainConnections();
    ServerEnvironment environment =
        new ServerEnvironment(system, loops, settings, route.function(system), metrics, plain);
    int limit = ServerSettings.create(system.classicSystem()).getMaxConnections();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.group())
            .channel(EventLoops.serverChannel())
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, settings.backlog())
            .handler(new AcceptGate(metrics, limit))
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(new Begin(environment));
    if (!settings.writeBufferSize().isZero()) {
      bootstrap.childOption(ChannelOption.SO_SNDBUF, settings.writeBufferSize().intValue());
    }
    CompletableFuture<BoundServer> bound = new CompletableFuture<>();
    ChannelFuture binding = bootstrap.bind(settings.host(), settings.port());
    binding.addListener(
        _ -> {
          if (binding.isSuccess()) {
            bound.complete(new ConnectionServer(binding.channel(), plain));
          } else {
            bound.completeExceptionally(binding.cause());
          }
        });
    return bound;
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  @Override
  public CompletionStage<Done> unbind() {
    CompletableFuture<Done> unbound = new CompletableFuture<>();
    listening.close().addListener(_ -> unbound.complete(Done.getInstance()));
    return unbound;
  }

  @Override
  public CompletionStage<Done> end(Duration longest) {
    return plain.end(longest);
  }

  /** What is to stand before the head, such as TLS, is put in front here. */
  private static final class Begin extends ChannelInitializer<SocketChannel> {
    private final ServerEnvironment environment;

    Begin(ServerEnvironment environment) {
      this.environment = environment;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      channel.pipeline().addLast(new HeadReader(environment, channel));
    }
  }
}
