package io.heddle.http.websocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes down what a decoder gives out, a line for each. */
final class Recorder implements FrameSink {
  private final List<String> lines = new ArrayList<>();

  List<String> lines() {
    return lines;
  }

  @Override
  public void text(byte[] bytes, int from, int to) {
    lines.add("text " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }

  @Override
  public void binary(byte[] bytes, int from, int to) {
    lines.add("binary " + HexFormat.of().formatHex(bytes, from, to));
  }

  @Override
  public void ping(byte[] bytes, int from, int to) {
    lines.add("ping " + HexFormat.of().formatHex(bytes, from, to));
  }

  @Override
  public void pong(byte[] bytes, int from, int to) {
    lines.add("pong " + HexFormat.of().formatHex(bytes, from, to));
  }

  @Override
  public void close(int code, String reason) {
    lines.add("close " + code + " " + reason);
  }

  @Override
  public void violation(Violation violation, String text) {
    lines.add(violation.closeCode() + " " + text);
  }
}
