package io.heddle.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * A channel as a stage: what goes in is written, what is read comes out. To be materialized once,
 * on the channel's loop, with the dispatcher of that loop.
 */
final class ChannelStage extends GraphStage<FlowShape<ByteString, ByteString>> {
  private final Inlet<ByteString> in = Inlet.create("ChannelStage.in");
  private final Outlet<ByteString> out = Outlet.create("ChannelStage.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
  private final Channel channel;
  private final ChannelHandler instead;
  private final byte[] early;

  /**
   * Takes a channel over.
   *
   * @param instead the handler that gives way
   * @param early what that one has read already
   */
  ChannelStage(Channel channel, ChannelHandler instead, byte[] early) {
    this.channel = channel;
    this.instead = instead;
    this.early = early;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inheritedAttributes) {
    return new ChannelLogic(shape, channel, instead, early);
  }
}
