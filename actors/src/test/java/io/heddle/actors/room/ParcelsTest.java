package io.heddle.actors.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.config.ClusterSettings;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParcelsTest {
  private static List<Publication> publications(int... sizes) {
    return IntStream.range(0, sizes.length)
        .mapToObj(
            i ->
                new Publication(
                    new RoomName("chat"),
                    new Position("e", i + 1L),
                    0,
                    Draft.of(
                        "message",
                        Payload.of("\"" + "x".repeat(sizes[i] - 2) + "\""),
                        "m",
                        Sender.SERVER)))
        .toList();
  }

  @Test
  void whatFitsIsOnePart() {
    List<Publication> few = publications(10, (int) ClusterSettings.MOST_DATA.value() - 10);

    assertThat(Parcels.of(few)).containsExactly(few);
    assertThat(Parcels.of(List.of())).containsExactly(List.of());
  }

  @Test
  void whatDoesNotFitGoesInPartsThatDoInTheirOrder() {
    List<Publication> many = publications(100_000, 100_000, 100_000, 100_000, 600_000, 10, 10);

    List<List<Publication>> parts = Parcels.of(many);

    assertThat(parts.stream().map(List::size)).containsExactly(2, 2, 1, 2);
    assertThat(parts.stream().flatMap(List::stream)).containsExactlyElementsOf(many);
  }

  @Test
  void manySmallOnesGoInPartsToo() {
    List<Publication> many = publications(IntStream.range(0, 600).map(_ -> 10).toArray());

    assertThat(Parcels.of(many).stream().map(List::size)).containsExactly(256, 256, 88);
  }
}
