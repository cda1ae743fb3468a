package io.heddle.http.server;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The threads that hold the sockets. Safe to use from any thread. */
public final class EventLoops {
  private final EventLoopGroup group;
  private final Map<EventExecutor, Round> rounds = new HashMap<>();

  /** So many loops; their threads start with the first socket and end with {@link #stop}. */
  public EventLoops(int count) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group =
        new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("heddle-loop", true), io);
    for (EventExecutor loop : group) {
      rounds.put(loop, new Round(loop));
    }
  }

  /**
   * Closes what sockets are left and ends the threads; to be called after the actor system's end.
   */
  public void stop() {
    var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  EventLoopGroup group() {
    return group;
  }

  /** Where the sockets of a loop of these wait for their turn to write. */
  Round round(EventLoop loop) {
    return Objects.requireNonNull(rounds.get(loop));
  }

  static Class<? extends ServerChannel> serverChannel() {
    return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }
}
