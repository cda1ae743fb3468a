package io.heddle.http.loop;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives on what a channel brings, one piece each time that one is asked for; on the channel's loop.
 * The channel reads by itself until much waits: to stop and to go on are two calls of the system.
 */
abstract class ChannelReader extends ChannelInboundHandlerAdapter {
  /** Bytes that may wait before reading stops. */
  private static final int HOLD = 16 * 1024;

  private static final Logger log = LoggerFactory.getLogger(ChannelReader.class);

  private static final byte[] NOTHING = new byte[0];

  final SocketChannel channel;
  private byte[] waiting = NOTHING;
  private boolean asked;
  private boolean ended;

  ChannelReader(SocketChannel channel) {
    this.channel = channel;
  }

  /** Bytes that were asked for, nobody else's from now on. */
  abstract void received(byte[] bytes);

  /** The peer says no more, and all that it said has been received. Answers an ask too. */
  abstract void inputEnded();

  /** The channel is closed. */
  abstract void gone();

  /** Asks for one piece, or for the end; never answered before it returns. */
  final void ask() {
    asked = true;
    if (waiting.length > 0 || ended) {
      channel.eventLoop().execute(this::pass);
    } else if (!channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  private void pass() {
    if (asked && waiting.length > 0) {
      asked = false;
      byte[] bytes = waiting;
      waiting = NOTHING;
      received(bytes);
    } else if (asked && ended) {
      asked = false;
      inputEnded();
    }
  }

  private void end() {
    ended = true;
    pass();
  }

  /** The handler before may have been told of the end, when it was not for it to know. */
  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ended = channel.isInputShutdown();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int had = waiting.length;
    waiting = Arrays.copyOf(waiting, had + bytes.readableBytes());
    bytes.readBytes(waiting, had, bytes.readableBytes());
    bytes.release();
    if (waiting.length >= HOLD) {
      channel.config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    pass();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      end();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
    gone();
  }

  /** A peer that is gone is nobody's fault; anything else is ours. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    if (!(fault instanceof IOException)) {
      log.error("A connection ends, since what came could not be read", fault);
    }
    var _ = channel.close();
  }
}
