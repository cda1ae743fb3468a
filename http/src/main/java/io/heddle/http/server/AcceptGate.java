package io.heddle.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees what is accepted before anybody else: counts sockets, and takes no more while so many are
 * open as may be; those who come wait in the backlog. Where the system gives none, because files
 * have run out, it pauses for a second.
 */
final class AcceptGate extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(AcceptGate.class);

  private static final long PAUSE_SECONDS = 1;

  private final ServerMetrics metrics;
  private final int limit;

  AcceptGate(ServerMetrics metrics, int limit) {
    this.metrics = metrics;
    this.limit = limit;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel server = context.channel();
    if (metrics.opened() >= limit) {
      server.config().setAutoRead(false);
    }
    ((Channel) accepted).closeFuture().addListener(_ -> closed(server));
    context.fireChannelRead(accepted);
  }

  private void closed(Channel server) {
    if (metrics.closed() == limit - 1) {
      server.config().setAutoRead(true);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    metrics.acceptFailures.increment();
    log.warn("No connection can be accepted, trying again in a second: {}", fault.getMessage());
    ChannelConfig server = context.channel().config();
    server.setAutoRead(false);
    var _ =
        context
            .executor()
            .schedule(() -> server.setAutoRead(true), PAUSE_SECONDS, TimeUnit.SECONDS);
  }
}
