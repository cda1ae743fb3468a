package io.heddle.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void anOpenLoopTellsTheTimeThatWasDueHoweverLateItIsAsked() {
    Schedule schedule = new Schedule.OpenLoop(1_000, 1_000_000);

    assertThat(schedule.claim(999, 1)).isEqualTo(Schedule.NOT_NOW);
    assertThat(schedule.claim(50_000, 1)).isEqualTo(1_000);
    assertThat(schedule.claim(50_000, 1)).isEqualTo(2_000);
    assertThat(schedule.claim(2_999, 1)).isEqualTo(Schedule.NOT_NOW);
    assertThat(schedule.behind(11_000)).isEqualTo(8);
  }

  @Test
  void aClosedLoopHasItsWindowOutstandingAndNoMore() {
    Window window = new Window(2);
    Schedule schedule = new Schedule.ClosedLoop(window);

    assertThat(schedule.claim(7, 10)).isEqualTo(7);
    assertThat(schedule.claim(7, 10)).isEqualTo(7);
    assertThat(schedule.claim(7, 10)).isEqualTo(Schedule.NOT_NOW);
    window.release(9);
    assertThat(schedule.claim(7, 10)).isEqualTo(Schedule.NOT_NOW);
    window.release(1);
    assertThat(schedule.claim(8, 10)).isEqualTo(8);
  }

  @Test
  void aForgivenWindowNeverGrows() {
    Window window = new Window(1);
    window.claim(10);
    window.reset();
    window.claim(10);

    window.release(20);

    assertThat(window.claim(10)).isTrue();
    assertThat(window.claim(10)).isFalse();
  }
}
