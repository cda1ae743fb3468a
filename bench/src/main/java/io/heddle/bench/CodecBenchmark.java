package io.heddle.bench;

import io.heddle.http.websocket.FrameDecoder;
import io.heddle.http.websocket.FrameSink;
import io.heddle.http.websocket.Frames;
import io.heddle.http.websocket.Masking;
import io.heddle.http.websocket.Utf8;
import io.heddle.http.websocket.Violation;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one text message costs on the byte level: a masked frame decoded, its parts (unmasking,
 * UTF-8), and a frame encoded.
 *
 * <p>Decoding works in place, so that each call first restores the chunk by an {@code arraycopy};
 * {@link #copy} is that alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
  private static final int MASK = 0x3D21FA37;
  private static final int MAX_MESSAGE = 512_000;
  private static final int INITIAL_BUFFER = 4096;

  /** The payload's length in bytes. */
  @Param({"128", "4096"})
  public int size;

  /** Whether the text is ASCII throughout, or two bytes a character. */
  @Param({"true", "false"})
  public boolean ascii;

  private final FrameDecoder decoder = new FrameDecoder(MAX_MESSAGE, INITIAL_BUFFER, false);
  private final Counting counting = new Counting();
  private byte[] payload = {};
  private byte[] sent = {};
  private byte[] chunk = {};

  /** Lays out the frame as a client sends it. */
  @Setup
  public void layOut() {
    payload = new byte[size];
    Arrays.fill(payload, (byte) 'x');
    for (int i = 0; !ascii && i < size; i += 2) {
      payload[i] = (byte) 0xD0;
      payload[i + 1] = (byte) 0xB0;
    }
    byte[] unmasked = Frames.text(payload);
    int header = unmasked.length - size;
    sent = new byte[unmasked.length + Integer.BYTES];
    System.arraycopy(unmasked, 0, sent, 0, header);
    sent[1] |= (byte) 0x80;
    for (int i = 0; i < Integer.BYTES; i++) {
      sent[header + i] = (byte) (MASK >>> (Byte.SIZE * i));
    }
    System.arraycopy(payload, 0, sent, header + Integer.BYTES, size);
    Masking.apply(sent, header + Integer.BYTES, sent.length, MASK);
    chunk = sent.clone();
  }

  @Benchmark
  public byte[] copy() {
    System.arraycopy(sent, 0, chunk, 0, sent.length);
    return chunk;
  }

  @Benchmark
  public int decodeWhole() {
    System.arraycopy(sent, 0, chunk, 0, sent.length);
    decoder.decode(chunk, 0, chunk.length, counting);
    return counting.bytes;
  }

  @Benchmark
  public int decodeInTwoChunks() {
    System.arraycopy(sent, 0, chunk, 0, sent.length);
    decoder.decode(chunk, 0, chunk.length / 2, counting);
    decoder.decode(chunk, chunk.length / 2, chunk.length, counting);
    return counting.bytes;
  }

  @Benchmark
  public int unmask() {
    return Masking.apply(chunk, 0, size, MASK);
  }

  @Benchmark
  public boolean validate() {
    return Utf8.valid(payload, 0, size);
  }

  @Benchmark
  public byte[] encode() {
    return Frames.text(payload);
  }

  private static final class Counting implements FrameSink {
    private int bytes;

    @Override
    public void text(byte[] text, int from, int to) {
      bytes += to - from;
    }

    @Override
    public void binary(byte[] binary, int from, int to) {
      throw new IllegalStateException("only texts are sent");
    }

    @Override
    public void ping(byte[] payload, int from, int to) {
      throw new IllegalStateException("only texts are sent");
    }

    @Override
    public void pong(byte[] payload, int from, int to) {
      throw new IllegalStateException("only texts are sent");
    }

    @Override
    public void close(int code, String reason) {
      throw new IllegalStateException("only texts are sent");
    }

    @Override
    public void violation(Violation violation, String text) {
      throw new IllegalStateException(text);
    }
  }
}
