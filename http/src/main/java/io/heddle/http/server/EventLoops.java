package io.heddle.http.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.setup.Setup;

/**
 * The threads that hold the sockets. Each is at the same time a dispatcher of the actor system that
 * was given these loops as a setup, so that a connection's stream runs on its socket's thread. Safe
 * to use from any thread.
 */
public final class EventLoops extends Setup {
  private static final String DISPATCHER = "heddle.event-loop-";

  /** As the default dispatcher: a burst is handled at one go. */
  private static final int THROUGHPUT = 64;

  private final EventLoopGroup group;
  private final List<EventLoop> loops = new ArrayList<>();

  /** So many loops; their threads start with the first socket and end with {@link #stop}. */
  public EventLoops(int count) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group =
        new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("heddle-loop", true), io);
    for (EventExecutor loop : group) {
      loops.add((EventLoop) loop);
    }
  }

  /** The dispatchers: one for each loop, since a dispatcher may run a stream on any of its own. */
  public Config dispatchers() {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < loops.size(); i++) {
      values.put(DISPATCHER + i + ".type", "Dispatcher");
      values.put(DISPATCHER + i + ".executor", LoopDispatcher.class.getName());
      values.put(DISPATCHER + i + ".throughput", THROUGHPUT);
      values.put(DISPATCHER + i + "." + LoopDispatcher.LOOP, i);
    }
    return ConfigFactory.parseMap(values, "event loops");
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

  EventLoop loop(int number) {
    return loops.get(number);
  }

  /** Name of the dispatcher that runs on a loop of these. */
  String dispatcher(EventLoop loop) {
    return DISPATCHER + loops.indexOf(loop);
  }

  static Class<? extends ServerChannel> serverChannel() {
    return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }
}
