package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.WireClient;

/** Two clients who talk to each other, whatever others do to their node. */
final class Bystanders implements AutoCloseable {
  private static final String ROOM = "bystanders:room";

  private final TestNode node;
  private final WireClient talker;
  private final WireClient listener;
  private int said;

  Bystanders(TestNode node) {
    this.node = node;
    this.talker = node.enter("talker", ROOM);
    this.listener = node.enter("listener", ROOM);
  }

  /** What one says reaches both, next in the room, and nothing else has reached them since. */
  void noticeNothing() {
    said++;
    talker.send("{\"type\":\"publish\",\"room\":\"" + ROOM + "\",\"data\":" + said + "}");
    assertThat(talker.text()).contains("\"offset\":" + said + ",\"data\":" + said);
    assertThat(listener.text()).contains("\"offset\":" + said + ",\"data\":" + said);
  }

  /** Waits until they are the only connections left, and ends them. */
  @Override
  public void close() {
    eventually().until(() -> node.meter("heddle_connections") == 2);
    talker.close();
    listener.close();
  }
}
