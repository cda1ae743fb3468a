package io.heddle.http.loop;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection behind its last bytes. Closing a socket that has unread bytes resets it, and
 * the peer may never see what it was told last (RFC 9112, section 9.6): so our side ends, what
 * still comes is dropped, and the socket closes when the peer has ended too, or when its time is
 * up.
 */
public final class LingeringClose extends ChannelInboundHandlerAdapter {
  private static final long WAIT_SECONDS = 2;

  private LingeringClose() {}

  /** Takes the place of a handler; on the channel's loop. */
  public static void after(ByteBuf last, SocketChannel channel, ChannelHandler instead) {
    if (!channel.isActive()) {
      last.release();
      return;
    }
    channel.pipeline().replace(instead, null, new LingeringClose());
    if (channel.isInputShutdown()) {
      channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    } else {
      channel.writeAndFlush(last).addListener(_ -> end(channel));
      channel.config().setAutoRead(true);
    }
    Future<?> end =
        channel.eventLoop().schedule(() -> cut(channel), WAIT_SECONDS, TimeUnit.SECONDS);
    channel.closeFuture().addListener(_ -> end.cancel(false));
  }

  private static void cut(SocketChannel channel) {
    var _ = channel.close();
  }

  private static void end(SocketChannel channel) {
    var _ = channel.shutdownOutput();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    ReferenceCountUtil.release(bytes);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      var _ = context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    var _ = context.close();
  }
}
