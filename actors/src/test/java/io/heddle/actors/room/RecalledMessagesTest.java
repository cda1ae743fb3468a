package io.heddle.actors.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.testing.World;
import org.junit.jupiter.api.Test;

class RecalledMessagesTest {
  private static final Position FIRST = new Position("e", 1);

  private final RecalledMessages messages = new RecalledMessages(10_000);

  @Test
  void aDraftIsKnownByItsMessageIdForAsLongAsItMayBeRepeated() {
    Draft draft = World.draft("1");
    messages.recall(new Publication(new RoomName("chat:1"), FIRST, 1_000, draft), 2_000);

    assertThat(messages.find(draft, 11_000)).contains(FIRST);
    assertThat(messages.find(draft, 11_001)).isEmpty();
    assertThat(messages.find(World.draft("1"), 2_000)).isEmpty();
  }

  @Test
  void whatIsTooOldInTheLogIsNotRecalled() {
    Draft draft = World.draft("1");
    messages.recall(new Publication(new RoomName("chat:1"), FIRST, 0, draft), 10_001);

    assertThat(messages.find(draft, 5_000)).isEmpty();
  }
}
