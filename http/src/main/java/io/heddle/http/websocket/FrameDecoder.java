package io.heddle.http.websocket;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes that a client sends after the upgrade, in whatever pieces they come, and gives
 * out whole messages and control frames (RFC 6455, 5 to 8.1). One for each connection, used by one
 * thread at a time.
 *
 * <p><b>Memory.</b> What lies whole in one chunk is unmasked and handed on where it lies. Anything
 * else is put together in a buffer that grows with the bytes that came, not with those announced,
 * and is let go of with the message: an idle connection holds the fields below and no array. A
 * message over the limit is refused by the length in its header.
 *
 * <p><b>Order.</b> Each byte is judged as soon as it is there, a text's UTF-8 included, so the
 * outcome doesn't depend on how the bytes were cut up on their way; a compressed message is judged
 * when it is whole. After a violation, a close frame or {@link #stop} all further bytes are
 * ignored.
 */
public final class FrameDecoder {
  private final int maxMessage;
  private final int initialBuffer;

  private final FrameHeader header;
  private int payloadLeft;
  private int mask;
  private boolean stopped;

  private @Nullable Assembly control;
  private @Nullable Opcode message;
  private boolean compressed;
  private @Nullable Assembly assembly;
  private int utf8 = Utf8.START;

  /**
   * @param maxMessage the longest message that is taken, over all its fragments, in bytes
   * @param initialBuffer the size in bytes that a reassembly buffer starts with, at least 1; less
   *     is taken where less was announced
   * @param mayCompress whether messages may be compressed, each by itself, as {@link
   *     PermessageDeflate} agrees on; {@code maxMessage} then holds before and after
   */
  public FrameDecoder(int maxMessage, int initialBuffer, boolean mayCompress) {
    if (maxMessage < 0) {
      throw new IllegalArgumentException("maxMessage must not be negative: " + maxMessage);
    }
    if (initialBuffer < 1) {
      throw new IllegalArgumentException("initialBuffer must be at least 1: " + initialBuffer);
    }
    this.maxMessage = maxMessage;
    this.initialBuffer = initialBuffer;
    this.header = new FrameHeader(mayCompress);
  }

  /**
   * Decodes {@code chunk[from, to)}, which follows the range of the preceding call. The range is
   * written to, and parts of it are handed on to the sink: it must be nobody else's.
   */
  public void decode(byte[] chunk, int from, int to, FrameSink sink) {
    int at = from;
    while (!stopped) {
      if (header.complete()) {
        int end = at + Math.min(payloadLeft, to - at);
        if (end == at && payloadLeft > 0) {
          return;
        }
        payload(chunk, at, end, sink);
        at = end;
      } else if (at < to) {
        header(chunk[at++] & 0xFF, sink);
      } else {
        return;
      }
    }
  }

  /** Ignores everything from here on and lets go of what is held; the sink may call it too. */
  public void stop() {
    stopped = true;
    assembly = null;
    control = null;
  }

  /** Whether further bytes are ignored: after a close frame, a violation or {@link #stop}. */
  public boolean stopped() {
    return stopped;
  }

  /**
   * The buffers held for a message or control frame that isn't complete yet, in bytes; 0 between
   * messages.
   */
  public int heldBytes() {
    return held(assembly) + held(control);
  }

  private static int held(@Nullable Assembly held) {
    return held == null ? 0 : held.bytes().length;
  }

  private void header(int octet, FrameSink sink) {
    Violation violation = header.read(octet, message != null, maxMessage - assembled());
    if (violation != null) {
      fail(violation, sink);
    } else if (header.complete()) {
      payloadLeft = header.length();
      mask = header.mask();
      if (header.opcode().startsMessage()) {
        message = header.opcode();
        compressed = header.compressed();
      }
    }
  }

  private int assembled() {
    return assembly == null ? 0 : assembly.length();
  }

  private void payload(byte[] chunk, int from, int to, FrameSink sink) {
    payloadLeft -= to - from;
    mask = Masking.apply(chunk, from, to, mask);
    boolean ended = payloadLeft == 0;
    if (ended) {
      header.restart();
    }
    if (message == null || header.opcode().control()) {
      controlPayload(chunk, from, to, ended, sink);
    } else {
      messagePayload(message, chunk, from, to, ended && header.fin(), sink);
    }
  }

  private void controlPayload(byte[] chunk, int from, int to, boolean last, FrameSink sink) {
    if (last && control == null) {
      deliver(header.opcode(), chunk, from, to, sink);
      return;
    }
    int whole = to - from + payloadLeft;
    Assembly held = control == null ? new Assembly(whole) : control;
    held.append(chunk, from, to, Frames.MAX_CONTROL_PAYLOAD);
    control = last ? null : held;
    if (last) {
      deliver(header.opcode(), held.bytes(), 0, held.length(), sink);
    }
  }

  private void messagePayload(
      Opcode kind, byte[] chunk, int from, int to, boolean last, FrameSink sink) {
    if (kind == Opcode.TEXT && !compressed) {
      utf8 = Utf8.advance(utf8, chunk, from, to);
      if (utf8 == Utf8.INVALID || (last && utf8 != Utf8.START)) {
        fail(Violation.TEXT_NOT_UTF8, sink);
        return;
      }
    }
    Assembly held = assembly;
    if (held == null && last) {
      message = null;
      deliverMessage(kind, chunk, from, to, sink);
      return;
    }
    if (from < to) {
      int ceiling = header.fin() ? assembled() + (to - from) + payloadLeft : maxMessage;
      if (held == null) {
        held = new Assembly(Math.clamp(initialBuffer, to - from, ceiling));
        assembly = held;
      }
      held.append(chunk, from, to, ceiling);
    }
    if (last && held != null) {
      message = null;
      assembly = null;
      deliverMessage(kind, held.bytes(), 0, held.length(), sink);
    }
  }

  private void deliverMessage(Opcode kind, byte[] bytes, int from, int to, FrameSink sink) {
    if (!compressed) {
      deliver(kind, bytes, from, to, sink);
      return;
    }
    try {
      Assembly restored = MessageInflater.inflate(bytes, from, to, maxMessage);
      if (kind == Opcode.TEXT && !Utf8.valid(restored.bytes(), 0, restored.length())) {
        fail(Violation.TEXT_NOT_UTF8, sink);
      } else {
        deliver(kind, restored.bytes(), 0, restored.length(), sink);
      }
    } catch (UnreadableMessageException e) {
      fail(e.violation(), sink);
    }
  }

  private void deliver(Opcode kind, byte[] bytes, int from, int to, FrameSink sink) {
    switch (kind) {
      case TEXT -> sink.text(bytes, from, to);
      case BINARY -> sink.binary(bytes, from, to);
      case PING -> sink.ping(bytes, from, to);
      case PONG -> sink.pong(bytes, from, to);
      case CLOSE -> closed(bytes, from, to, sink);
      case CONTINUATION -> throw new IllegalStateException("a message without a kind");
    }
  }

  private void closed(byte[] bytes, int from, int to, FrameSink sink) {
    if (from == to) {
      stop();
      sink.close(CloseCodes.NO_CODE, "");
      return;
    }
    if (to - from == 1) {
      fail(Violation.CLOSE_TRUNCATED, sink);
      return;
    }
    int code = ((bytes[from] & 0xFF) << 8) | (bytes[from + 1] & 0xFF);
    if (!CloseCodes.allowedOnTheWire(code)) {
      fail(Violation.CLOSE_CODE, sink);
    } else if (!Utf8.valid(bytes, from + 2, to)) {
      fail(Violation.CLOSE_REASON_NOT_UTF8, sink);
    } else {
      stop();
      sink.close(code, new String(bytes, from + 2, to - from - 2, StandardCharsets.UTF_8));
    }
  }

  private void fail(Violation violation, FrameSink sink) {
    stop();
    sink.violation(
        violation,
        violation == Violation.TOO_LARGE
            ? "message exceeds " + maxMessage + " bytes"
            : violation.text());
  }
}
