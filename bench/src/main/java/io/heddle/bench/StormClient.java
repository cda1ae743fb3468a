package io.heddle.bench;

import io.heddle.app.bench.ClientFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One client: upgrades, resumes a room, and is done when it has been told that it is recovered and
 * has had each publication that it missed once and in order. Used by its event loop.
 */
final class StormClient extends ByteToMessageDecoder {
  private static final int TEXT = 0x1;
  private static final int PING = 0x9;
  private static final int MASK = 0x12345678;

  private final String token;
  private final String room;
  private final String epoch;
  private final long last;
  private long offset;
  private boolean upgraded;
  private boolean recovered;
  private boolean ended;
  private Runnable whenUpgraded = () -> {};
  private Consumer<Optional<String>> whenDone = _ -> {};

  StormClient(String token, String room, String epoch, long offset, int missed) {
    this.token = token;
    this.room = room;
    this.epoch = epoch;
    this.offset = offset;
    this.last = offset + missed;
  }

  void whenUpgraded(Runnable then) {
    whenUpgraded = then;
  }

  void whenDone(Consumer<Optional<String>> then) {
    whenDone = then;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    String head =
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Protocol: heddle.v1\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n";
    var _ =
        context.writeAndFlush(
            Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.ISO_8859_1)),
            context.voidPromise());
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (upgraded) {
      readFrame(context, in);
    } else {
      readHead(context, in);
    }
  }

  private void readHead(ChannelHandlerContext context, ByteBuf in) {
    String head = in.toString(StandardCharsets.ISO_8859_1);
    int end = head.indexOf("\r\n\r\n");
    if (end < 0) {
      return;
    }
    in.skipBytes(end + 4);
    upgraded = true;
    whenUpgraded.run();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      end(context, Optional.of(head.substring(0, head.indexOf('\r'))));
      return;
    }
    send(
        context,
        TEXT,
        "{\"type\":\"subscribe\",\"room\":\"%s\",\"recover\":{\"epoch\":\"%s\",\"offset\":%d}}"
            .formatted(room, epoch, offset)
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void send(ChannelHandlerContext context, int opcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(ClientFrame.MAX_HEADER + payload.length);
    ClientFrame.write(frame, opcode, payload, MASK);
    var _ = context.writeAndFlush(Unpooled.wrappedBuffer(frame.flip()), context.voidPromise());
  }

  private void readFrame(ChannelHandlerContext context, ByteBuf in) {
    int start = in.readerIndex();
    if (in.readableBytes() < 2) {
      return;
    }
    int opcode = in.getByte(start) & 0xF;
    int length = in.getByte(start + 1) & 0x7F;
    int header = length == 126 ? 4 : 2;
    if (in.readableBytes() < header) {
      return;
    }
    length = length == 126 ? in.getUnsignedShort(start + 2) : length;
    if (in.readableBytes() < header + length) {
      return;
    }
    in.skipBytes(header);
    byte[] payload = new byte[length];
    in.readBytes(payload);
    if (opcode == TEXT) {
      read(context, new String(payload, StandardCharsets.UTF_8));
    } else if (opcode == PING) {
      send(context, PING + 1, payload);
    } else {
      end(context, Optional.of("a frame with opcode " + opcode));
    }
  }

  private void read(ChannelHandlerContext context, String text) {
    if (text.startsWith("{\"type\":\"subscribed\"")) {
      recovered = text.contains("\"recovered\":true");
      if (!recovered) {
        end(context, Optional.of(text));
      }
    } else if (text.startsWith("{\"type\":\"message\"")) {
      offset++;
      if (!text.contains("\"offset\":" + offset + ",")) {
        end(context, Optional.of("not " + offset + ": " + text));
      }
    } else if (text.startsWith("{\"type\":\"error\"")) {
      end(context, Optional.of(text));
    }
    if (recovered && offset == last) {
      end(context, Optional.empty());
    }
  }

  /** A client that is done stays, as it would. */
  private void end(ChannelHandlerContext context, Optional<String> fault) {
    if (!ended) {
      ended = true;
      whenDone.accept(fault);
      if (fault.isPresent()) {
        var _ = context.close(context.voidPromise());
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(context, Optional.of("the connection ended"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    end(context, Optional.of(fault.toString()));
  }
}
