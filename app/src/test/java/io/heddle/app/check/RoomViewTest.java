package io.heddle.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.check.RoomView.Place;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoomViewTest {
  private final RoomView view = new RoomView();

  @Test
  void whatComesOnceAndInOrderIsClean() {
    view.subscribed(new Place("e", 4), false, false);
    assertThat(view.saw(new Place("e", 5), message(1))).isTrue();
    view.subscribed(new Place("e", 7), true, true);
    view.saw(new Place("e", 6), message(2));
    view.saw(new Place("e", 7), message(3));

    assertThat(view.missing(Set.of(1L, 2L, 3L))).isZero();
    assertThat(view.duplicates() + view.reordered() + view.gaps() + view.notRecovered()).isZero();
    assertThat(view.place()).contains(new Place("e", 7));
  }

  @Test
  void whatNeverCameIsMissing() {
    view.subscribed(new Place("e", 0), false, false);
    view.saw(new Place("e", 1), message(1));
    view.saw(new Place("e", 3), message(3));

    assertThat(view.missing(Set.of(1L, 2L, 3L))).isOne();
    assertThat(view.hasAll(Set.of(1L, 3L))).isTrue();
    assertThat(view.gaps()).isOne();
  }

  @Test
  void anOffsetThatComesAgainIsADuplicateAndSoIsANumberAtAnotherOffset() {
    view.subscribed(new Place("e", 0), false, false);
    view.saw(new Place("e", 1), message(1));
    assertThat(view.saw(new Place("e", 1), message(1))).isFalse();
    view.saw(new Place("e", 2), message(1));

    assertThat(view.duplicates()).isEqualTo(2);
    assertThat(view.delivered()).isOne();
  }

  @Test
  void aNumberBehindALaterOneOfItsPublisherIsReordered() {
    view.subscribed(new Place("e", 0), false, false);
    view.saw(new Place("e", 1), message(2));
    view.saw(new Place("e", 2), new Message(1, 8, 0));
    view.saw(new Place("e", 3), message(1));

    assertThat(view.reordered()).isZero();
    assertThat(view.duplicates()).isOne();
    view.saw(new Place("e", 4), message(9));
    view.saw(new Place("e", 5), message(5));
    assertThat(view.reordered()).isOne();
  }

  @Test
  void aRoomThatBeginsAnewIsToldOfAndGoesOn() {
    view.subscribed(new Place("e", 0), false, false);
    view.saw(new Place("e", 1), message(1));
    view.subscribed(new Place("f", 0), true, false);
    view.saw(new Place("f", 1), message(2));

    assertThat(view.notRecovered()).isOne();
    assertThat(view.gaps() + view.duplicates()).isZero();
  }

  @Test
  void whatARoomKeepsIsLoadedWhereItDidNotGoOn() {
    assertThat(view.subscribed(new Place("e", 0), false, false)).isFalse();
    view.saw(new Place("e", 1), message(1));
    assertThat(view.subscribed(new Place("e", 1), true, true)).isFalse();
    assertThat(view.subscribed(new Place("f", 3), true, false)).isTrue();

    view.saw(new Place("f", 4), message(4));
    view.loaded(new Place("f", 5), message(5));
    view.loaded(new Place("f", 3), message(3));
    view.loaded(new Place("f", 1), message(1));
    view.saw(new Place("f", 5), message(5));

    assertThat(view.missing(Set.of(1L, 2L, 3L, 4L, 5L))).isOne();
    assertThat(view.duplicates() + view.reordered() + view.gaps()).isZero();
  }

  private static Message message(long number) {
    return new Message(number, 7, 0);
  }
}
