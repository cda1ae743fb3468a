package io.heddle.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 125, 126, 65_535, 65_536})
  void aClientFrameUnmasksToItsPayload(int length) {
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) (i * 31);
    }
    ByteBuffer out = ByteBuffer.allocate(length + ClientFrame.MAX_HEADER);

    ClientFrame.write(out, ServerFrame.TEXT, payload, 0x89ABCDEF);

    int header = out.position() - length;
    byte[] mask = {(byte) 0x89, (byte) 0xAB, (byte) 0xCD, (byte) 0xEF};
    byte[] unmasked = new byte[length];
    for (int i = 0; i < length; i++) {
      unmasked[i] = (byte) (out.get(header + i) ^ mask[i % 4]);
    }
    assertThat(unmasked).isEqualTo(payload);
    assertThat(header).isEqualTo(length < 126 ? 6 : length <= 0xFFFF ? 8 : 14);
    assertThat(out.get(1) & 0x80).isEqualTo(0x80);
  }

  @Test
  void aServerFrameIsReadOnlyWhenComplete() throws ProtocolFault {
    byte[] bytes = new byte[4 + 300];
    bytes[0] = (byte) 0x81;
    bytes[1] = 126;
    bytes[2] = 1;
    bytes[3] = 44;
    ServerFrame frame = new ServerFrame();

    for (int end = 0; end < bytes.length; end++) {
      assertThat(frame.read(bytes, 0, end)).isFalse();
    }
    assertThat(frame.read(bytes, 0, bytes.length)).isTrue();
    assertThat(frame.from()).isEqualTo(4);
    assertThat(frame.until()).isEqualTo(bytes.length);
  }

  @ParameterizedTest
  @CsvSource({
    "0x01,0,fragmented frame",
    "0x80,0,fragmented frame",
    "0x82,0,binary frame",
    "0xC1,0,frame with reserved bits",
    "0x81,0x80,masked frame from the server",
    "0x83,0,frame with opcode 3"
  })
  void whatIsNotTakenIsNamed(String first, String second, String reason) {
    byte[] bytes = {(byte) (int) Integer.decode(first), (byte) (int) Integer.decode(second)};

    assertThatThrownBy(() -> new ServerFrame().read(bytes, 0, 2))
        .isInstanceOf(ProtocolFault.class)
        .hasMessage(reason);
  }

  @Test
  void aPayloadHasItsSizeAndIsFoundWhereverItStands() {
    Payload payload = new Payload("cafe0123", Payload.MIN_BYTES);
    for (String before : new String[] {"", "{\"type\":\"message\",\"data\":", "{\"t\":1,\"x\":"}) {
      ByteBuffer out = ByteBuffer.allocate(200);
      out.put(before.getBytes(StandardCharsets.US_ASCII));
      payload.write(out, 3_600_000_000_000L, Integer.MAX_VALUE, 249_999);

      assertThat(out.position() - before.length()).isEqualTo(Payload.MIN_BYTES);
      assertThat(payload.find(out.array(), 0, out.position())).isTrue();
      assertThat(payload.time()).isEqualTo(3_600_000_000_000L);
      assertThat(payload.number()).isEqualTo(Integer.MAX_VALUE);
      assertThat(payload.room()).isEqualTo(249_999);
      assertThat(new Payload("beef0123", 80).find(out.array(), 0, out.position())).isFalse();
    }
  }
}
