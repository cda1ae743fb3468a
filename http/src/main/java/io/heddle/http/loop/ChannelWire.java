package io.heddle.http.loop;

import io.heddle.http.socket.ConnectionStage;
import io.heddle.http.socket.Conversation;
import io.heddle.http.socket.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel as the wire of a conversation; its thread is the loop. The next bytes are taken when
 * the system has taken the last ones, so that what waits, waits and joins in the outbox, where it
 * is bounded.
 */
public final class ChannelWire extends ChannelReader implements Wire {
  /** A channel is writable where nothing waits for the system. */
  private static final WriteBufferWaterMark NOTHING_WAITS = new WriteBufferWaterMark(1, 1);

  /** Writes of one turn; who has more to say goes on in the next pass. */
  private static final int TURN = 8;

  private static final Logger log = LoggerFactory.getLogger(ChannelWire.class);

  private final Round round;
  private final Conversation conversation;
  private final AtomicBoolean inRound = new AtomicBoolean();
  private boolean greeted;
  private boolean blocked;
  private boolean finished;

  /** The next one in the round that this one is in; the round's own. */
  @Nullable ChannelWire behind;

  private ChannelWire(SocketChannel channel, Round round, ConnectionStage connection) {
    super(channel);
    this.round = round;
    this.conversation = connection.over(this);
  }

  /**
   * Takes a channel over from another handler; on its loop. What has been written and not flushed
   * leaves with the first frames, or without them when the channel's turn comes.
   */
  public static void run(
      SocketChannel channel, EventLoops loops, ConnectionStage connection, ChannelHandler instead) {
    ChannelWire wire = new ChannelWire(channel, loops.round(channel.eventLoop()), connection);
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
    ask();
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
    for (int writes = 0; !blocked && !finished; writes++) {
      if (writes == TURN) {
        wake();
        return;
      }
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

  // What comes

  @Override
  void received(byte[] bytes) {
    if (!finished) {
      conversation.received(bytes);
      if (!blocked) {
        endIfOver();
      }
    }
  }

  /** Who says no more hears no more. */
  @Override
  void inputEnded() {
    finish();
  }

  @Override
  void gone() {
    if (!finished) {
      finished = true;
      conversation.gone();
    }
  }
}
