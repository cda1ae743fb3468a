package io.heddle.http.server;

import io.heddle.http.socket.ConnectionStage;
import io.heddle.http.socket.Conversation;
import io.heddle.http.socket.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel as the wire of a conversation; its thread is the loop.
 *
 * <p>Reading: the channel reads by itself while the conversation takes what comes, and stops when
 * much waits for it. Writing: the next bytes are taken when the system has taken the last ones, so
 * that what waits, waits and joins in the outbox, where it is bounded.
 */
final class ChannelWire extends ChannelInboundHandlerAdapter implements Wire {
  /** Bytes that may wait before reading stops; to stop and to go on are two calls of the system. */
  private static final int HOLD = 16 * 1024;

  /** A channel is writable where nothing waits for the system. */
  private static final WriteBufferWaterMark NOTHING_WAITS = new WriteBufferWaterMark(1, 1);

  private static final byte[] NOTHING = new byte[0];

  private static final Logger log = LoggerFactory.getLogger(ChannelWire.class);

  private final Channel channel;
  private final Round round;
  private final Conversation conversation;
  private final AtomicBoolean inRound = new AtomicBoolean();
  private byte[] waiting;
  private boolean wanted;
  private boolean ended;
  private boolean greeted;
  private boolean blocked;
  private boolean finished;

  /** The next one in the round that this one is in; the round's own. */
  @Nullable ChannelWire behind;

  private ChannelWire(Channel channel, Round round, ConnectionStage connection, byte[] early) {
    this.channel = channel;
    this.round = round;
    this.waiting = early;
    this.conversation = connection.over(this);
  }

  /**
   * Takes a channel over; on its loop. What has been written and not flushed leaves with the first
   * frames, or without them when the channel's turn comes.
   *
   * @param instead the handler that gives way
   * @param early what that one has read already
   */
  static void run(
      Channel channel,
      Round round,
      ConnectionStage connection,
      ChannelHandler instead,
      byte[] early) {
    ChannelWire wire = new ChannelWire(channel, round, connection, early);
    channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, NOTHING_WAITS);
    channel.pipeline().replace(instead, null, wire);
    wire.conversation.begin();
    wire.wake();
    if (!channel.isActive()) {
      wire.gone();
    }
  }

  // The wire

  @Override
  public void wake() {
    if (inRound.compareAndSet(false, true)) {
      round.add(this);
    }
  }

  @Override
  public void execute(Runnable action) {
    channel.eventLoop().execute(action);
  }

  @Override
  public void read() {
    wanted = true;
    if (waiting.length > 0 || ended) {
      execute(this::pass);
    } else if (!channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void cut() {
    if (finished || !channel.isOpen()) {
      return;
    }
    if (blocked) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      var _ = channel.close();
    } else {
      finish();
    }
  }

  // What goes

  /** Its turn in a round. */
  void turn() {
    inRound.set(false);
    try {
      drain();
      if (!greeted) {
        greeted = true;
        channel.flush();
      }
    } catch (RuntimeException fault) {
      log.error("A connection ends, since it could not be written", fault);
      var _ = channel.close();
    }
  }

  private void drain() {
    while (!blocked && !finished) {
      ByteBuf bytes = round.take(conversation, channel.alloc());
      if (bytes == null) {
        endIfOver();
        return;
      }
      var _ = channel.write(bytes, channel.voidPromise());
      channel.flush();
      blocked = !channel.isWritable();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (blocked && channel.isWritable()) {
      blocked = false;
      wake();
    }
  }

  private void endIfOver() {
    if (conversation.isOver()) {
      finish();
    }
  }

  private void finish() {
    if (!finished) {
      LingeringClose.after(Unpooled.EMPTY_BUFFER, channel, this);
      gone();
    }
  }

  private void gone() {
    if (!finished) {
      finished = true;
      conversation.gone();
    }
  }

  // What comes

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

  private void pass() {
    if (!wanted || finished) {
      return;
    }
    if (waiting.length > 0) {
      wanted = false;
      byte[] bytes = waiting;
      waiting = NOTHING;
      conversation.received(bytes);
      if (!blocked) {
        endIfOver();
      }
    } else if (ended) {
      finish();
    }
  }

  /** Who says no more hears no more, once what was said before has been read. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended = true;
      pass();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    gone();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    var _ = channel.close();
  }
}
