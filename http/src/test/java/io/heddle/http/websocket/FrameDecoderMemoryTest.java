package io.heddle.http.websocket;

import static io.heddle.http.websocket.ClientBytes.client;
import static io.heddle.http.websocket.ClientBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FrameDecoderMemoryTest {
  private static final int MAX_MESSAGE = 512_000;
  private static final int INITIAL_BUFFER = 4096;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final FrameDecoder decoder = new FrameDecoder(MAX_MESSAGE, INITIAL_BUFFER, false);
  private final Recorder recorder = new Recorder();

  @Test
  void anAnnouncedHugeMessageIsRefusedBeforeAnyOfItIsHeld() {
    byte[] bytes = client().header(0x81, 2_000_000).masked(new byte[1000]).bytes();

    feed(bytes);

    assertThat(recorder.lines()).containsExactly("1009 message exceeds 512000 bytes");
    assertThat(decoder.heldBytes()).isZero();
  }

  @Test
  void refusingHugeMessagesTakesNoMemory() {
    byte[] bytes = client().header(0x81, 2_000_000).bytes();
    var unheard = new Unheard();
    refuse(bytes, 1000, unheard);

    long before = THREADS.getCurrentThreadAllocatedBytes();
    refuse(bytes, 1000, unheard);
    long perRefusal = (THREADS.getCurrentThreadAllocatedBytes() - before) / 1000;

    assertThat(perRefusal).isLessThan(1024);
  }

  @Test
  void whatIsAnnouncedTakesNoMemoryUntilItComes() {
    feed(client().header(0x81, MAX_MESSAGE).masked(utf8("0123456789")).bytes());

    assertThat(decoder.heldBytes()).isPositive().isLessThanOrEqualTo(INITIAL_BUFFER);
  }

  @Test
  void theBufferGrowsWithTheBytesThatCameAndNoFurtherThanAnnounced() {
    feed(client().header(0x82, MAX_MESSAGE).bytes());
    byte[] piece = new byte[1000];
    for (int came = 1000; came < MAX_MESSAGE; came += 1000) {
      feed(piece.clone());
      assertThat(decoder.heldBytes())
          .isBetween(came, Math.min(MAX_MESSAGE, Math.max(INITIAL_BUFFER, 2 * came)));
    }
    feed(piece.clone());

    assertThat(decoder.heldBytes()).isZero();
    assertThat(recorder.lines()).hasSize(1);
  }

  @Test
  void aSmallMessageInTwoPiecesTakesABufferOfItsSize() {
    byte[] bytes = client().text("0123456789").bytes();

    decoder.decode(bytes, 0, 8, recorder);

    assertThat(decoder.heldBytes()).isEqualTo(10);
  }

  @Test
  void nothingIsHeldBetweenMessages() {
    byte[] bytes =
        client().first(Opcode.TEXT, utf8("a")).last(Opcode.CONTINUATION, utf8("b")).bytes();
    for (byte one : bytes) {
      feed(new byte[] {one});
    }

    assertThat(recorder.lines()).containsExactly("text ab");
    assertThat(decoder.heldBytes()).isZero();
  }

  @Test
  void aMessageWholeInItsChunkIsHandedOnWhereItLies() {
    byte[] chunk = client().text("here").bytes();
    List<byte[]> handedOn = new ArrayList<>();

    decoder.decode(
        chunk,
        0,
        chunk.length,
        new Unheard() {
          @Override
          public void text(byte[] bytes, int from, int to) {
            handedOn.add(bytes);
          }
        });

    assertThat(handedOn).hasSize(1);
    assertThat(handedOn.getFirst()).isSameAs(chunk).endsWith(utf8("here"));
  }

  @Test
  void aMessageHandedOnIsNotTouchedByThoseThatFollow() {
    byte[] chunk =
        client()
            .text("first")
            .first(Opcode.TEXT, utf8("sec"))
            .last(Opcode.CONTINUATION, utf8("ond"))
            .first(Opcode.TEXT, utf8("thi"))
            .last(Opcode.CONTINUATION, utf8("rd"))
            .bytes();
    List<Supplier<String>> handedOn = new ArrayList<>();

    decoder.decode(
        chunk,
        0,
        chunk.length,
        new Unheard() {
          @Override
          public void text(byte[] bytes, int from, int to) {
            handedOn.add(() -> new String(bytes, from, to - from, StandardCharsets.UTF_8));
          }
        });

    assertThat(handedOn).map(Supplier::get).containsExactly("first", "second", "third");
  }

  @Test
  void decodingWholeMessagesAllocatesNothing() {
    byte[] template = client().text("x".repeat(128)).last(Opcode.PING, utf8("p")).bytes();
    byte[] chunk = template.clone();
    var unheard = new Unheard();
    decodeAgain(template, chunk, 1000, unheard);

    long before = THREADS.getCurrentThreadAllocatedBytes();
    decodeAgain(template, chunk, 10_000, unheard);
    long perRound = (THREADS.getCurrentThreadAllocatedBytes() - before) / 10_000;

    assertThat(perRound).isLessThan(8);
  }

  private void feed(byte[] bytes) {
    decoder.decode(bytes, 0, bytes.length, recorder);
  }

  private void decodeAgain(byte[] template, byte[] chunk, int times, FrameSink sink) {
    for (int i = 0; i < times; i++) {
      System.arraycopy(template, 0, chunk, 0, chunk.length);
      decoder.decode(chunk, 0, chunk.length, sink);
    }
  }

  private static void refuse(byte[] bytes, int times, FrameSink sink) {
    for (int i = 0; i < times; i++) {
      new FrameDecoder(MAX_MESSAGE, INITIAL_BUFFER, false).decode(bytes, 0, bytes.length, sink);
    }
  }

  private static class Unheard implements FrameSink {
    @Override
    public void text(byte[] bytes, int from, int to) {}

    @Override
    public void binary(byte[] bytes, int from, int to) {}

    @Override
    public void ping(byte[] bytes, int from, int to) {}

    @Override
    public void pong(byte[] bytes, int from, int to) {}

    @Override
    public void close(int code, String reason) {}

    @Override
    public void violation(Violation violation, String text) {}
  }
}
