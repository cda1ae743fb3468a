package io.heddle.actors.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.testing.TestSettings;
import io.heddle.actors.testing.World;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentKeysTest {
  private static final Position FIRST = new Position("e", 1);

  private final RecentKeys keys =
      new RecentKeys(
          TestSettings.with("HEDDLE_ROOMS_KEYS", "3", "HEDDLE_ROOMS_KEY_WINDOW", "60s").rooms());

  @Test
  void aKeyIsKnownUntilItsWindowIsOver() {
    keys.remember(keyed("k", Sender.SERVER), FIRST, 0);

    assertThat(keys.find(keyed("k", Sender.SERVER), 60_000)).contains(FIRST);
    assertThat(keys.find(keyed("k", Sender.SERVER), 60_001)).isEmpty();
    assertThat(keys.find(keyed("l", Sender.SERVER), 0)).isEmpty();
  }

  @Test
  void theOldestKeyGoesWhereThereAreTooMany() {
    for (int i = 0; i < 4; i++) {
      keys.remember(keyed("k" + i, Sender.SERVER), FIRST, i);
    }

    assertThat(keys.find(keyed("k0", Sender.SERVER), 4)).isEmpty();
    assertThat(keys.find(keyed("k1", Sender.SERVER), 4)).isPresent();
  }

  @Test
  void aKeyCountsWithinItsSenderOnly() {
    keys.remember(keyed("k", Sender.user("alice")), FIRST, 0);
    ClientId client = ClientId.random();

    assertThat(keys.find(keyed("k", Sender.user("bob")), 0)).isEmpty();
    assertThat(keys.find(keyed("k", Sender.SERVER), 0)).isEmpty();
    assertThat(keys.find(keyed("k", new Sender(Optional.of("alice"), Optional.of(client))), 0))
        .contains(FIRST);
    assertThat(keys.find(keyed("k", new Sender(Optional.empty(), Optional.of(client))), 0))
        .isEmpty();
  }

  @Test
  void aDraftWithoutAKeyIsKnownFromTheLogOnlyAndByItsMessageId() {
    Draft draft = World.draft("1");
    keys.remember(draft, FIRST, 0);
    assertThat(keys.find(draft, 0)).isEmpty();
    keys.recall(new Publication(new RoomName("chat:1"), FIRST, 1_000, draft), 2_000);

    assertThat(keys.find(draft, 11_000)).contains(FIRST);
    assertThat(keys.find(draft, 11_001)).isEmpty();
    assertThat(keys.find(World.draft("1"), 2_000)).isEmpty();
  }

  @Test
  void whatIsTooOldInTheLogIsNotRecalled() {
    Draft draft = keyed("k", Sender.SERVER);
    keys.recall(new Publication(new RoomName("chat:1"), FIRST, 0, draft), 60_001);

    assertThat(keys.find(draft, 60_001)).isEmpty();
  }

  private static Draft keyed(String key, Sender sender) {
    return new Draft(
        "message", World.payload("1"), "id", sender, Optional.of(key), Optional.empty());
  }
}
