package io.heddle.http.server;

import io.heddle.http.socket.UpgradeResponse;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.util.ByteString;

/**
 * A connection that is no upgrade from its first request on: Pekko HTTP's server layer between the
 * channel and the route, as under Pekko HTTP's own server. It runs on the default dispatcher, so
 * that a page that is long to make holds no socket up.
 */
final class PlainHttp {
  private static final HttpHeader LAST = Connection.create("close");

  /** Within which an answer is written, as far as the system takes it. */
  private static final Duration WRITTEN = Duration.ofMillis(200);

  private final ServerEnvironment environment;
  private final Channel channel;
  private final CompletableFuture<Done> closed = new CompletableFuture<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile long idleSince = System.nanoTime();
  private volatile boolean upgraded;

  private PlainHttp(ServerEnvironment environment, Channel channel) {
    this.environment = environment;
    this.channel = channel;
    channel.closeFuture().addListener(_ -> closed.complete(Done.getInstance()));
  }

  /** Takes a channel over from a handler that has read the bytes {@code early}; on its loop. */
  static void take(
      ServerEnvironment environment, Channel channel, ChannelHandler instead, byte[] early) {
    PlainHttp http = new PlainHttp(environment, channel);
    environment.plain().add(http);
    http.watch(environment.settings().headTimeout());
    http.run(ChannelFlow.of(channel, instead, early));
  }

  /** Whose connection it is. */
  static InetSocketAddress peer(Channel channel) {
    return (InetSocketAddress) channel.remoteAddress();
  }

  private void run(Flow<ByteString, ByteString, NotUsed> channelFlow) {
    ServerSettings settings = ServerSettings.create(environment.system().classicSystem());
    Flow<SslTlsOutbound, SslTlsInbound, NotUsed> transport =
        TLSPlacebo.getInstance().join(channelFlow).map(bytes -> (SslTlsInbound) bytes);
    Http.get(environment.system())
        .serverLayer(settings, Optional.of(peer(channel)))
        .join(transport)
        .join(Flow.of(HttpRequest.class).mapAsync(settings.getPipeliningLimit(), this::answer))
        .run(SystemMaterializer.get(environment.system()).materializer());
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) throws Exception {
    underWay.incrementAndGet();
    return environment
        .route()
        .apply(request)
        .whenComplete(
            (response, _) -> {
              upgraded = response != null && UpgradeResponse.flow(response).isPresent();
              idleSince = System.nanoTime();
              underWay.decrementAndGet();
            })
        .thenApply(response -> environment.plain().ending() ? response.addHeader(LAST) : response);
  }

  /** Pekko's server layer knows no time for the next head; an upgraded connection needs none. */
  private void watch(Duration longest) {
    long wait = longest.toNanos();
    Future<?> watch =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(
                () -> {
                  boolean idle = System.nanoTime() - idleSince >= wait && underWay.get() == 0;
                  if (idle && !upgraded) {
                    if (!environment.plain().ending()) {
                      environment.metrics().headTimeouts.increment();
                    }
                    var _ = channel.close();
                  }
                },
                environment.plain().ending() ? 0 : wait,
                Math.max(1, wait / 4),
                TimeUnit.NANOSECONDS);
    channel.closeFuture().addListener(_ -> watch.cancel(false));
  }

  /** Completes when the channel is closed. */
  CompletableFuture<Done> closed() {
    return closed;
  }

  /**
   * Closes as soon as nothing is under way; an answer that was just given may still have to be
   * written. Completes when the channel is closed.
   */
  CompletableFuture<Done> end() {
    channel.eventLoop().execute(() -> watch(WRITTEN));
    return closed;
  }
}
