package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChannelIdsTest {
  private static final ChannelMark MARK = new ChannelMark("r", 3, 0);

  private final ChannelIds ids = new ChannelIds();
  private final ChannelIds others = new ChannelIds();

  @Test
  void everyNodeGivesAMessageTheSameIdFromTheFirstMarkOn() {
    ids.next();
    mark(MARK);

    List<String> given = three(ids);
    assertThat(given).isEqualTo(three(others)).doesNotHaveDuplicates();

    mark(new ChannelMark("r", 4, 3));
    assertThat(three(ids)).isEqualTo(three(others)).doesNotContainAnyElementsOf(given);
  }

  @Test
  void beforeAMarkNoTwoNodesGiveTheSameId() {
    assertThat(three(ids)).doesNotHaveDuplicates().doesNotContainAnyElementsOf(three(others));
  }

  @Test
  void aFarewellIsNoMarkToCountFrom() {
    mark(MARK);
    ids.marked(ChannelMark.farewell("r"));

    assertThat(three(ids)).isEqualTo(three(others));
  }

  @Test
  void anIdHasAtMost64Bytes() {
    ids.marked(new ChannelMark("r".repeat(20), 999_999_999_999_999_999L, 0));

    assertThat(ids.next()).hasSizeLessThanOrEqualTo(64);
  }

  private void mark(ChannelMark mark) {
    ids.marked(mark);
    others.marked(mark);
  }

  private static List<String> three(ChannelIds of) {
    return Stream.generate(of::next).limit(3).toList();
  }
}
