package io.heddle.http.server;

import io.heddle.http.answer.Fault;
import io.heddle.http.answer.Problem;
import io.heddle.http.head.RequestHead;
import io.heddle.http.head.ResponseBytes;
import io.heddle.http.loop.ChannelFlow;
import io.heddle.http.loop.ChannelWire;
import io.heddle.http.loop.LingeringClose;
import io.heddle.http.socket.UpgradeResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connection begins with: reads one request head, within a time and a size. An upgrade's is
 * asked of the route; with anything else the connection is Pekko HTTP's from its first byte on.
 * Whoever takes its place is given what it has read and not used.
 */
final class HeadReader extends ByteToMessageDecoder {
  private static final Logger log = LoggerFactory.getLogger(HeadReader.class);

  private final ServerEnvironment environment;
  private final SocketChannel channel;
  private final int limit;
  private int seen;
  private boolean judged;
  private @Nullable Future<?> deadline;

  HeadReader(ServerEnvironment environment, SocketChannel channel) {
    this.environment = environment;
    this.channel = channel;
    this.limit = environment.settings().headSize().intValue();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    long wait = environment.settings().headTimeout().toMillis();
    deadline = channel.eventLoop().schedule(this::late, wait, TimeUnit.MILLISECONDS);
  }

  /** Who has said something is told; who has not may be a probe that only looks for the port. */
  private void late() {
    if (judged) {
      return;
    }
    environment.metrics().headTimeouts.increment();
    if (seen == 0) {
      var _ = channel.close();
    } else {
      answerLast(Problem.of(408, "the request did not come in time").response());
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
    if (judged) {
      if (bytes.readableBytes() > limit) {
        channel.config().setAutoRead(false);
      }
      return;
    }
    int length = RequestHead.length(bytes, seen);
    seen = bytes.readableBytes();
    if (length == RequestHead.ODD || Math.max(length, length < 0 ? seen : 0) > limit) {
      plain();
    } else if (length != RequestHead.INCOMPLETE) {
      RequestHead.upgrade(bytes, length, environment.targets())
          .ifPresentOrElse(
              request -> {
                bytes.skipBytes(length);
                ask(request);
              },
              this::plain);
    }
  }

  private void plain() {
    judged = true;
    environment.metrics().plain.increment();
    PlainHttp.take(environment, channel, this);
  }

  // Upgrades

  private void ask(HttpRequest request) {
    judged = true;
    environment.metrics().upgrades.increment();
    RemoteAddress peer = RemoteAddress.create(channel.remoteAddress());
    answer(request.addAttribute(AttributeKeys.remoteAddress, peer))
        .whenComplete(
            (response, fault) ->
                onLoop(() -> answered(fault == null ? response : Fault.logged(fault).response())));
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

  private void answered(HttpResponse response) {
    if (!channel.isActive()) {
      return;
    }
    UpgradeResponse.flow(response)
        .ifPresentOrElse(
            flow -> {
              var _ = channel.write(Unpooled.wrappedBuffer(ResponseBytes.switching(response)));
              UpgradeResponse.connection(response)
                  .ifPresentOrElse(
                      connection -> ChannelWire.run(channel, environment.loops(), connection, this),
                      () -> {
                        channel.flush();
                        ChannelFlow.of(channel, this).join(flow).run(materializer());
                      });
            },
            () -> answerLast(response));
  }

  /** What follows a request that was refused is nobody's. */
  private void answerLast(HttpResponse response) {
    judged = true;
    ResponseBytes.last(response, materializer())
        .exceptionally(_ -> new byte[0])
        .thenAccept(
            bytes ->
                onLoop(() -> LingeringClose.after(Unpooled.wrappedBuffer(bytes), channel, this)));
  }

  private Materializer materializer() {
    return SystemMaterializer.get(environment.system()).materializer();
  }

  // Ends

  /** The decoder that this is would read on while reading is off. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {}

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !judged) {
      var _ = context.close();
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {}

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    if (!(fault instanceof IOException)) {
      log.error("A connection ends, since its first request could not be read", fault);
    }
    var _ = context.close();
  }
}
