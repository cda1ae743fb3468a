package io.heddle.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A channel as a flow: what goes in is written, what is read comes out, each piece when the last
 * has been taken. For what is no WebSocket of ours; may run on any dispatcher, once.
 */
final class ChannelFlow extends ChannelInboundHandlerAdapter {
  private final Channel channel;
  private final SharedKillSwitch gone = KillSwitches.shared("channel");

  // Only the loop looks at these.
  private ByteBuf waiting;
  private boolean ended;
  private boolean discarding;
  private @Nullable CompletableFuture<Optional<ByteString>> wanted;

  private ChannelFlow(Channel channel, byte[] early) {
    this.channel = channel;
    this.waiting = Unpooled.wrappedBuffer(early);
  }

  /**
   * Takes a channel over; on its loop.
   *
   * @param instead the handler that gives way
   * @param early what that one has read already
   */
  static Flow<ByteString, ByteString, NotUsed> of(
      Channel channel, ChannelHandler instead, byte[] early) {
    ChannelFlow flow = new ChannelFlow(channel, early);
    channel.config().setAutoRead(false);
    channel.pipeline().replace(instead, null, flow);
    return Flow.fromSinkAndSource(flow.written(), flow.read());
  }

  // What comes

  private Source<ByteString, NotUsed> read() {
    return Source.unfoldAsync(
            this, _ -> next().thenApply(bytes -> bytes.map(some -> Pair.create(this, some))))
        .watchTermination(
            (_, done) -> {
              done.whenComplete((_, _) -> channel.eventLoop().execute(this::discard));
              return NotUsed.getInstance();
            });
  }

  private CompletionStage<Optional<ByteString>> next() {
    CompletableFuture<Optional<ByteString>> next = new CompletableFuture<>();
    channel
        .eventLoop()
        .execute(
            () -> {
              wanted = next;
              pass();
              if (wanted != null) {
                channel.read();
              }
            });
    return next;
  }

  private void pass() {
    if (wanted != null && (waiting.isReadable() || ended || !channel.isActive())) {
      byte[] bytes = new byte[waiting.readableBytes()];
      waiting.readBytes(bytes);
      CompletableFuture<Optional<ByteString>> asked = wanted;
      wanted = null;
      asked.complete(
          bytes.length == 0 ? Optional.empty() : Optional.of(ByteString.fromArrayUnsafe(bytes)));
    }
  }

  /** Nobody wants what still comes, but something may still be written. */
  private void discard() {
    discarding = true;
    waiting = Unpooled.EMPTY_BUFFER;
    channel.config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (!discarding) {
      waiting = Unpooled.copiedBuffer(waiting, bytes);
    }
    bytes.release();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    pass();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended = true;
      pass();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    pass();
    gone.shutdown();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    var _ = channel.close();
  }

  // What goes

  private Sink<ByteString, NotUsed> written() {
    return Flow.of(ByteString.class)
        .via(gone.flow())
        .to(
            Sink.<ByteString>foreachAsync(1, this::write)
                .mapMaterializedValue(
                    done ->
                        done.whenComplete(
                            (_, fault) -> channel.eventLoop().execute(() -> end(fault)))));
  }

  private CompletionStage<Void> write(ByteString bytes) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(bytes.toArrayUnsafe()))
        .addListener(
            sent -> {
              if (sent.isSuccess()) {
                written.complete(null);
              } else {
                written.completeExceptionally(sent.cause());
              }
            });
    return written;
  }

  /** A stream that failed resets the connection. */
  private void end(@Nullable Throwable fault) {
    if (fault == null) {
      LingeringClose.after(Unpooled.EMPTY_BUFFER, channel, this);
    } else if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      var _ = channel.close();
    }
  }
}
