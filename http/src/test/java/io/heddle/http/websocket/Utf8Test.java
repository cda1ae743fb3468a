package io.heddle.http.websocket;

import static io.heddle.http.websocket.ClientBytes.hex;
import static io.heddle.http.websocket.ClientBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  /** First and last bytes of each row of RFC 3629's table, and their neighbours. */
  private static final int[] EDGES = {
    0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
    0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF
  };

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "first of 1 byte,                      00",
    "first of 2 bytes,                     c280",
    "first of 3 bytes,                     e0a080",
    "first of 4 bytes,                     f0908080",
    "last of 1 byte,                       7f",
    "last of 2 bytes,                      dfbf",
    "last of 3 bytes,                      efbfbf",
    "last of all: U+10FFFF,                f48fbfbf",
    "last before the surrogates,           ed9fbf",
    "first after the surrogates,           ee8080",
    "replacement character,                efbfbd",
    "noncharacter U+FFFE,                  efbfbe",
    "noncharacter U+FDD0,                  efb790",
    "byte order mark,                      efbbbf",
    "Greek kosme,                          cebae1bdb9cf83cebcceb5",
  })
  void isValid(String name, String hex) {
    assertJudged(name, hex(hex), true);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "lone continuation,                    80",
    "lone last continuation,               bf",
    "two continuations,                    80bf",
    "lone first of 2 bytes,                c320",
    "lone first of 3 bytes,                e120",
    "lone first of 4 bytes,                f120",
    "last byte of 2 missing,               c3",
    "last byte of 3 missing,               e0a0",
    "last byte of 4 missing,               f09080",
    "two missing of 3,                     ef",
    "incomplete ones in a row,             c0e080f08080",
    "impossible fe,                        fe",
    "impossible ff,                        ff",
    "slash overlong in 2,                  c0af",
    "slash overlong in 3,                  e080af",
    "slash overlong in 4,                  f08080af",
    "slash overlong in 5,                  f8808080af",
    "slash overlong in 6,                  fc80808080af",
    "last overlong in 2,                   c1bf",
    "last overlong in 3,                   e09fbf",
    "last overlong in 4,                   f08fbfbf",
    "NUL overlong in 2,                    c080",
    "NUL overlong in 3,                    e08080",
    "NUL overlong in 4,                    f0808080",
    "first surrogate,                      eda080",
    "last high surrogate,                  edafbf",
    "first low surrogate,                  edb080",
    "last surrogate,                       edbfbf",
    "surrogates as a pair,                 eda080edb080",
    "first beyond U+10FFFF,                f4908080",
    "far beyond,                           f7bfbfbf",
    "of 5 bytes,                           f888808080",
    "of 6 bytes,                           fc8480808080",
  })
  void isInvalid(String name, String hex) {
    assertJudged(name, hex(hex), false);
  }

  @ParameterizedTest
  @CsvSource({
    "80, 1",
    "c0, 1",
    "c1, 1",
    "f5, 1",
    "ff, 1",
    "e09f, 2",
    "eda0, 2",
    "f08f, 2",
    "f490, 2",
    "e18041, 3"
  })
  void aFaultIsSeenAtTheByteThatMakesIt(String hex, int length) {
    byte[] bytes = hex(hex);

    assertThat(Utf8.advance(Utf8.START, bytes, 0, length - 1)).isNotEqualTo(Utf8.INVALID);
    assertThat(Utf8.advance(Utf8.START, bytes, 0, length)).isEqualTo(Utf8.INVALID);
  }

  @Test
  void everyCodePointIsValid() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        byte[] bytes = utf8(Character.toString(codePoint));
        if (!Utf8.valid(bytes, 0, bytes.length)) {
          fail("U+%04X".formatted(codePoint));
        }
      }
    }
  }

  @Test
  void allEdgesInFourBytesAreJudgedAsThePlatformJudgesThem() {
    CharsetDecoder platform = StandardCharsets.UTF_8.newDecoder();
    byte[] bytes = new byte[4];
    for (int first : EDGES) {
      for (int second : EDGES) {
        for (int third : EDGES) {
          for (int fourth : EDGES) {
            bytes[0] = (byte) first;
            bytes[1] = (byte) second;
            bytes[2] = (byte) third;
            bytes[3] = (byte) fourth;
            boolean expected = decodes(platform, bytes);
            if (Utf8.valid(bytes, 0, 4) != expected) {
              fail(Arrays.toString(bytes) + " is valid: " + expected);
            }
          }
        }
      }
    }
  }

  @Test
  void textsWithOneByteChangedAreJudgedAsThePlatformJudgesThem() {
    CharsetDecoder platform = StandardCharsets.UTF_8.newDecoder();
    String alphabet = "a\u007f\u0080\u07ff\u0800水\ud7ff\ue000\uffff\ud800\udc00🍌\udbff\udfff";
    int[] codePoints = alphabet.codePoints().toArray();
    var random = new Random(1);
    for (int round = 0; round < 200_000; round++) {
      var text = new StringBuilder();
      for (int i = 0; i < 12; i++) {
        text.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
      }
      byte[] bytes = utf8(text.toString());
      bytes[random.nextInt(bytes.length)] = (byte) EDGES[random.nextInt(EDGES.length)];
      boolean expected = decodes(platform, bytes);
      if (Utf8.valid(bytes, 0, bytes.length) != expected) {
        fail(HexFormat.of().formatHex(bytes) + " is valid: " + expected);
      }
    }
  }

  /** Judged alone, at any place of a longer ASCII text, and in any two pieces. */
  private static void assertJudged(String name, byte[] bytes, boolean valid) {
    assertThat(Utf8.valid(bytes, 0, bytes.length)).as(name).isEqualTo(valid);
    for (int before = 0; before <= 17; before++) {
      byte[] text = new byte[before + bytes.length + 17];
      Arrays.fill(text, (byte) 'x');
      System.arraycopy(bytes, 0, text, before, bytes.length);
      for (int cut = 0; cut <= text.length; cut++) {
        int half = Utf8.advance(Utf8.START, text, 0, cut);
        boolean whole = Utf8.advance(half, text, cut, text.length) == Utf8.START;
        assertThat(whole).as("%s after %d, cut at %d", name, before, cut).isEqualTo(valid);
      }
    }
  }

  private static boolean decodes(CharsetDecoder platform, byte[] bytes) {
    platform.reset();
    return platform
        .decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length), true)
        .isUnderflow();
  }
}
