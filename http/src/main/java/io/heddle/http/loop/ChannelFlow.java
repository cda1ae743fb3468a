package io.heddle.http.loop;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
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
public final class ChannelFlow extends ChannelReader {
  private final SharedKillSwitch gone = KillSwitches.shared("channel");
  private CompletableFuture<Optional<ByteString>> next = new CompletableFuture<>();
  private boolean discarding;

  private ChannelFlow(SocketChannel channel) {
    super(channel);
  }

  /** Takes a channel over from another handler; on its loop. */
  public static Flow<ByteString, ByteString, NotUsed> of(
      SocketChannel channel, ChannelHandler instead) {
    ChannelFlow flow = new ChannelFlow(channel);
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
    CompletableFuture<Optional<ByteString>> piece = new CompletableFuture<>();
    channel
        .eventLoop()
        .execute(
            () -> {
              next = piece;
              ask();
            });
    return piece;
  }

  /** Nobody wants what still comes, but something may still be written. */
  private void discard() {
    discarding = true;
    ask();
  }

  @Override
  void received(byte[] bytes) {
    if (discarding) {
      ask();
    } else {
      next.complete(Optional.of(ByteString.fromArrayUnsafe(bytes)));
    }
  }

  @Override
  void inputEnded() {
    next.complete(Optional.empty());
  }

  @Override
  void gone() {
    gone.shutdown();
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
    return Completion.of(channel.writeAndFlush(Unpooled.wrappedBuffer(bytes.toArrayUnsafe())))
        .thenRun(() -> {});
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
