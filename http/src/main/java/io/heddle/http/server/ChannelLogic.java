package io.heddle.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.Arrays;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.InHandler;
import org.apache.pekko.stream.stage.OutHandler;
import org.apache.pekko.util.ByteString;

/**
 * What a {@link ChannelStage} does. Stage and channel have one thread, so they share their state;
 * what the channel tells goes through a callback all the same, since a stage may act only when it
 * is its turn.
 *
 * <p>Reading: the channel reads by itself while the stream takes what comes, and stops when much
 * waits for it. Writing: the next bytes are asked for when the system has taken the last ones, so
 * that what waits, waits and joins in the outbox, where it is bounded.
 */
final class ChannelLogic extends GraphStageLogic implements InHandler, OutHandler {
  /** Bytes that may wait before reading stops; to stop and to go on are two calls of the system. */
  private static final int HOLD = 16 * 1024;

  private static final byte[] NOTHING = new byte[0];

  private final Inlet<ByteString> in;
  private final Outlet<ByteString> out;
  private final Channel channel;
  private final Inbound inbound = new Inbound();
  private final AsyncCallback<Signal> signals;
  private byte[] waiting;
  private boolean wanted;
  private boolean ended;
  private boolean discarding;
  private boolean finished;

  private enum Signal {
    /** Bytes wait that are wanted, or none will follow. */
    READ,
    /** The system has taken what was written. */
    WRITTEN,
    /** The channel is closed. */
    GONE
  }

  ChannelLogic(
      FlowShape<ByteString, ByteString> shape,
      Channel channel,
      ChannelHandler instead,
      byte[] early) {
    super(shape);
    this.in = shape.in();
    this.out = shape.out();
    this.channel = channel;
    this.waiting = early;
    this.signals = createAsyncCallback(this::on);
    setHandler(in, this);
    setHandler(out, this);
    channel.pipeline().replace(instead, null, inbound);
  }

  @Override
  public void preStart() {
    if (channel.isActive()) {
      pull(in);
    } else {
      completeStage();
    }
  }

  private void on(Signal signal) {
    switch (signal) {
      case READ -> read();
      case WRITTEN -> {
        if (!isClosed(in)) {
          pull(in);
        }
      }
      case GONE -> completeStage();
    }
  }

  // What comes

  @Override
  public void onPull() {
    read();
  }

  private void read() {
    if (!isAvailable(out)) {
      return;
    }
    if (waiting.length > 0) {
      ByteString bytes = ByteString.fromArrayUnsafe(waiting);
      waiting = NOTHING;
      push(out, bytes);
    } else if (ended) {
      complete(out);
    } else {
      wanted = true;
      channel.config().setAutoRead(true);
    }
  }

  /** Nobody wants what still comes, but something may still be written. */
  @Override
  public void onDownstreamFinish(Throwable cause) {
    discarding = true;
    waiting = NOTHING;
    channel.config().setAutoRead(true);
  }

  // What goes

  @Override
  public void onPush() {
    ChannelFuture written = channel.writeAndFlush(Unpooled.wrappedBuffer(grab(in).toArrayUnsafe()));
    if (written.isDone()) {
      pull(in);
    } else {
      written.addListener(_ -> signals.invoke(Signal.WRITTEN));
    }
  }

  @Override
  public void onUpstreamFinish() {
    finished = true;
    LingeringClose.after(Unpooled.EMPTY_BUFFER, channel, inbound);
    completeStage();
  }

  @Override
  public void onUpstreamFailure(Throwable fault) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    completeStage();
  }

  @Override
  public void postStop() {
    if (!finished) {
      var _ = channel.close();
    }
  }

  /** The channel's side. */
  private final class Inbound extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      if (!discarding) {
        int had = waiting.length;
        waiting = Arrays.copyOf(waiting, had + bytes.readableBytes());
        bytes.readBytes(waiting, had, bytes.readableBytes());
        if (waiting.length >= HOLD) {
          channel.config().setAutoRead(false);
        }
      }
      bytes.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (wanted && waiting.length > 0) {
        tell();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        ended = true;
        if (wanted) {
          tell();
        }
      }
    }

    private void tell() {
      wanted = false;
      signals.invoke(Signal.READ);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      signals.invoke(Signal.GONE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
      var _ = channel.close();
    }
  }
}
