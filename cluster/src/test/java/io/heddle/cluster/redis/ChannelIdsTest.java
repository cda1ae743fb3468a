package io.heddle.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChannelIdsTest {
  private static final ChannelMark MARK = new ChannelMark("r", 3, 0);

  private final ChannelIds ids = new ChannelIds();
  private final ChannelIds others = new ChannelIds();

  @Test
  void everyNodeGivesAMessageTheSameIdFromTheFirstMarkOn() {
    next(ids, "a");
    mark(MARK);

    List<String> given = all(ids, "a", "b", "a");
    assertThat(given).isEqualTo(all(others, "a", "b", "a")).doesNotHaveDuplicates();

    mark(new ChannelMark("r", 4, 3));
    assertThat(all(ids, "a", "b", "a"))
        .isEqualTo(all(others, "a", "b", "a"))
        .doesNotContainAnyElementsOf(given);
  }

  @Test
  void beforeAMarkNoTwoNodesGiveTheSameId() {
    assertThat(all(ids, "a", "a"))
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(all(others, "a", "a"));
  }

  @Test
  void onlyAnIdThatAllNodesGiveIsAKey() {
    assertThat(ids.next(utf8("events:x"), utf8("a")).key()).isEmpty();
    mark(MARK);
    MadeUpId common = ids.next(utf8("events:x"), utf8("a"));

    assertThat(common.key()).contains(common.text());
  }

  @Test
  void whatANodeDoesNotHearOrHearsInAnotherOrderChangesNoOtherId() {
    mark(MARK);

    List<String> all = all(ids, "a", "b", "c", "c");
    List<String> fewer = all(others, "c", "b", "c");

    assertThat(fewer).containsExactly(all.get(2), all.get(1), all.get(3));
  }

  @Test
  void differentMessagesNeverGetTheSameId() {
    mark(MARK);
    List<String> given = new ArrayList<>(all(ids, "a", "b"));
    given.add(next(others, "c"));
    given.add(next(others, "events:y", "a"));
    given.add(next(others, "events:", "xa"));

    assertThat(given).doesNotHaveDuplicates();
  }

  @Test
  void aFarewellIsNoMarkToCountFrom() {
    mark(MARK);
    ids.marked(ChannelMark.farewell("r"));

    assertThat(next(ids, "a")).isEqualTo(next(others, "a"));
  }

  @Test
  void veryManyMessagesWithoutAMarkAreNotKeptAccountOf() {
    mark(MARK);
    for (int i = 0; i < ChannelIds.MOST; i++) {
      next(ids, "m" + i);
    }

    assertThat(next(ids, "a")).doesNotStartWith("r-");
    ids.marked(new ChannelMark("r", 4, 3));
    assertThat(next(ids, "a")).startsWith("r-4-");
  }

  @Test
  void anIdHasAtMost64Bytes() {
    ids.marked(new ChannelMark("r".repeat(20), 999_999_999_999_999_999L, 0));

    int longestCount = Integer.toString(Integer.MAX_VALUE).length();
    assertThat(utf8(next(ids, "a"))).hasSizeLessThanOrEqualTo(64 - longestCount + 1);
  }

  private void mark(ChannelMark mark) {
    ids.marked(mark);
    others.marked(mark);
  }

  private static List<String> all(ChannelIds of, String... payloads) {
    return Stream.of(payloads).map(payload -> next(of, payload)).toList();
  }

  private static String next(ChannelIds of, String payload) {
    return next(of, "events:x", payload);
  }

  private static String next(ChannelIds of, String channel, String payload) {
    return of.next(utf8(channel), utf8(payload)).text();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
