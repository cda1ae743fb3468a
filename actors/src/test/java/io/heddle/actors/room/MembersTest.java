package io.heddle.actors.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Member;
import io.heddle.actors.testing.FakeSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 17, 40, 200})
  void behaveAsASetWhateverTheirNumber(int people) {
    Random random = new Random(people);
    List<Member> all = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      all.add(new FakeSocket());
    }
    Members members = new Members();
    Set<Member> model = new LinkedHashSet<>();
    for (int step = 0; step < 5_000; step++) {
      Member member = all.get(random.nextInt(people));
      boolean grows = step / 500 % 2 == 0;
      if (random.nextInt(10) < (grows ? 7 : 3)) {
        assertThat(members.add(member)).isEqualTo(model.add(member));
      } else {
        assertThat(members.remove(member)).isEqualTo(model.remove(member));
      }
      assertThat(members.size()).isEqualTo(model.size());
      assertThat(members.contains(member)).isEqualTo(model.contains(member));
      if (step % 100 == 0) {
        assertThat(members.snapshot()).containsExactlyInAnyOrderElementsOf(model);
      }
    }
  }
}
