package io.heddle.http.server;

import io.heddle.http.answer.Fault;
import io.heddle.http.answer.Problem;
import io.heddle.http.socket.UpgradeResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.Future;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a connection begins with: reads one request head, within a time and a size. An upgrade's is
 * asked of the route; with anything else the connection is Pekko HTTP's from its first byte on.
 */
final class HeadReader extends ChannelInboundHandlerAdapter {
  private static final byte[] NOTHING = new byte[0];

  private final ServerEnvironment environment;
  private final Channel channel;
  private byte[] received = NOTHING;
  private int length;
  private int scanned;
  private boolean asked;
  private @Nullable Future<?> deadline;

  HeadReader(ServerEnvironment environment, Channel channel) {
    this.environment = environment;
    this.channel = channel;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    long wait = environment.settings().headTimeout().toMillis();
    deadline = channel.eventLoop().schedule(this::late, wait, TimeUnit.MILLISECONDS);
  }

  /** Who has said something is told; who has not may be a probe that only looks for the port. */
  private void late() {
    environment.metrics().headTimeouts.increment();
    if (length == 0) {
      var _ = channel.close();
    } else {
      answerLast(Problem.of(408, "the request did not come in time").response());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int more = bytes.readableBytes();
    if (length + more > received.length) {
      received = Arrays.copyOf(received, length == 0 ? more : 2 * (length + more));
    }
    bytes.readBytes(received, length, more);
    bytes.release();
    length += more;
    if (!asked) {
      judge();
    } else if (length > environment.settings().headSize().intValue()) {
      channel.config().setAutoRead(false);
    }
  }

  private void judge() {
    int end = RequestHead.end(received, scanned, length);
    scanned = length;
    boolean hopeless =
        end == RequestHead.ODD
            || !RequestHead.mayBegin(received, length)
            || (end < 0 ? length : end) > environment.settings().headSize().intValue();
    if (hopeless) {
      plain();
    } else if (end >= 0) {
      RequestHead.upgrade(received, end).ifPresentOrElse(request -> ask(request, end), this::plain);
    }
  }

  private void plain() {
    stopWaiting();
    environment.metrics().plain.increment();
    PlainHttp.take(environment, channel, this, Arrays.copyOf(received, length));
  }

  // Upgrades

  private void ask(HttpRequest request, int end) {
    stopWaiting();
    asked = true;
    environment.metrics().upgrades.increment();
    RemoteAddress peer = RemoteAddress.create(PlainHttp.peer(channel));
    answer(request.addAttribute(AttributeKeys.remoteAddress, peer))
        .whenComplete(
            (response, fault) ->
                onLoop(
                    () ->
                        answered(fault == null ? response : Fault.logged(fault).response(), end)));
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    try {
      return environment.route().apply(request);
    } catch (Exception fault) {
      return CompletableFuture.failedFuture(fault);
    }
  }

  /** The routes of WebSockets have answered already; others may from a thread of their own. */
  private void onLoop(Runnable action) {
    if (channel.eventLoop().inEventLoop()) {
      action.run();
    } else {
      channel.eventLoop().execute(action);
    }
  }

  private void answered(HttpResponse response, int end) {
    if (!channel.isActive()) {
      return;
    }
    Optional<Flow<ByteString, ByteString, ?>> flow = UpgradeResponse.flow(response);
    if (flow.isEmpty()) {
      answerLast(response);
      return;
    }
    var _ = channel.write(Unpooled.wrappedBuffer(ResponseBytes.switching(response)));
    byte[] early = end == length ? NOTHING : Arrays.copyOfRange(received, end, length);
    UpgradeResponse.connection(response)
        .ifPresentOrElse(
            connection ->
                ChannelWire.run(
                    channel,
                    environment.loops().round(channel.eventLoop()),
                    connection,
                    this,
                    early),
            () -> {
              channel.flush();
              ChannelFlow.of(channel, this, early).join(flow.get()).run(materializer());
            });
  }

  /** What follows a request that was refused is nobody's. */
  private void answerLast(HttpResponse response) {
    asked = true;
    ResponseBytes.last(response, materializer())
        .whenComplete(
            (bytes, fault) ->
                onLoop(
                    () ->
                        LingeringClose.after(
                            Unpooled.wrappedBuffer(fault == null ? bytes : NOTHING),
                            channel,
                            this)));
  }

  private Materializer materializer() {
    return SystemMaterializer.get(environment.system()).materializer();
  }

  private void stopWaiting() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  // Ends

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !asked) {
      var _ = context.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stopWaiting();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    var _ = context.close();
  }
}
