package io.heddle.http.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.Frame;
import io.heddle.http.loop.LoopSockets.Member;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The passes in which a loop writes to its sockets. */
class RoundTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Told on the loop, in the middle of a pass, how much the next write is. */
  private volatile DoubleConsumer atEachWrite = _ -> {};

  private final SimpleMeterRegistry registry =
      new SimpleMeterRegistry() {
        @Override
        protected Counter newCounter(Meter.Id id) {
          return id.getName().equals("heddle.socket.bytes.out")
              ? new CumulativeCounter(id) {
                @Override
                public void increment(double amount) {
                  super.increment(amount);
                  atEachWrite.accept(amount);
                }
              }
              : super.newCounter(id);
        }
      };

  private final LoopSockets sockets = new LoopSockets(registry);
  private final List<Member> members = new ArrayList<>();

  @AfterEach
  void close() {
    members.forEach(Member::close);
    sockets.close();
  }

  private Member enter() {
    Member member = sockets.enter();
    members.add(member);
    return member;
  }

  private double writes() {
    return registry.get("heddle.socket.writes").counter().count();
  }

  @Test
  void aBurstToManyIsOneWriteForEach() {
    List<Member> crowd = Stream.generate(this::enter).limit(50).toList();

    sockets.whileBusy(
        () -> {
          for (int i = 0; i < 10; i++) {
            Frame frame = new Frame(("frame" + i).getBytes(StandardCharsets.US_ASCII));
            crowd.forEach(member -> member.offer(frame));
          }
        });

    for (Member member : crowd) {
      assertThat(member.text(60))
          .isEqualTo("frame0frame1frame2frame3frame4frame5frame6frame7frame8frame9");
    }
    assertThat(writes()).isEqualTo(50);
  }

  @Test
  void membersOfOtherRoomsGetTheirOwnFramesInTheirOwnOrder() {
    Member both = enter();
    Member one = enter();
    Member turned = enter();
    Member two = enter();
    Member bothAgain = enter();
    Frame first = new Frame("first,".getBytes(StandardCharsets.US_ASCII));
    Frame second = new Frame("second,".getBytes(StandardCharsets.US_ASCII));

    sockets.whileBusy(
        () -> {
          both.offer(first);
          both.offer(second);
          one.offer(first);
          turned.offer(second);
          turned.offer(first);
          two.offer(second);
          bothAgain.offer(first);
          bothAgain.offer(second);
        });

    assertThat(both.text(13)).isEqualTo("first,second,");
    assertThat(one.text(6)).isEqualTo("first,");
    assertThat(turned.text(13)).isEqualTo("second,first,");
    assertThat(two.text(7)).isEqualTo("second,");
    assertThat(bothAgain.text(13)).isEqualTo("first,second,");
  }

  @Test
  void whoIsClosedInTheMiddleOfAPassHarmsNobody() {
    Member first = enter();
    Member closed = enter();
    Member last = enter();
    atEachWrite = _ -> closed.cut();

    sockets.whileBusy(() -> List.of(first, closed, last).forEach(member -> member.offer("hello")));

    assertThat(first.text(5)).isEqualTo("hello");
    assertThat(last.text(5)).isEqualTo("hello");
    assertThat(closed.text(5)).isEmpty();
    closed.actor().expectMessageClass(ConnectionOrder.SocketClosed.class, PATIENCE);
    first.actor().expectNoMessage(Duration.ofMillis(100));
  }

  @Test
  void whoIsClosedInTheMiddleOfItsOwnTurnHarmsNobody() {
    Member closed = enter();
    Member last = enter();
    atEachWrite = _ -> closed.cut();

    sockets.whileBusy(() -> List.of(closed, last).forEach(member -> member.offer("hello")));

    assertThat(last.text(5)).isEqualTo("hello");
    closed.actor().expectMessageClass(ConnectionOrder.SocketClosed.class, PATIENCE);
  }

  @Test
  void aPeerThatHasResetItsConnectionHarmsNobody() {
    Member first = enter();
    Member reset = enter();
    Member last = enter();

    sockets.whileBusy(
        () -> {
          List.of(first, reset, last).forEach(member -> member.offer("hello"));
          reset.close();
        });

    assertThat(first.text(5)).isEqualTo("hello");
    assertThat(last.text(5)).isEqualTo("hello");
    reset.actor().expectMessageClass(ConnectionOrder.SocketClosed.class, PATIENCE);
  }

  @Test
  void whatIsOfferedInTheMiddleOfAPassLeavesInTheNext() {
    Member had = enter();
    Member writing = enter();
    Member joining = enter();
    AtomicInteger pass = new AtomicInteger();
    atEachWrite =
        _ -> {
          if (pass.incrementAndGet() == 2) {
            List.of(had, writing, joining).forEach(member -> member.offer("-again"));
          }
        };

    sockets.whileBusy(() -> List.of(had, writing).forEach(member -> member.offer("hello")));

    assertThat(had.text(11)).isEqualTo("hello-again");
    assertThat(writing.text(11)).isEqualTo("hello-again");
    assertThat(joining.text(6)).isEqualTo("-again");
  }

  @Test
  void whoNeverRunsDryLetsOthersHaveTheirTurn() {
    Member greedy = enter();
    Member modest = enter();
    Frame much = new Frame(new byte[10_000]);
    List<Integer> written = new CopyOnWriteArrayList<>();
    atEachWrite =
        size -> {
          written.add((int) size);
          if (written.size() < 40) {
            greedy.offer(much);
          }
        };

    sockets.whileBusy(
        () -> {
          greedy.offer(much);
          modest.offer("me");
        });

    assertThat(modest.text(2)).isEqualTo("me");
    assertThat(greedy.read(40 * 10_000)).hasSize(400_000);
    assertThat(written.indexOf(2)).as("in %s", written).isBetween(0, 8);
  }

  @Test
  void whoTakesNoBytesHoldsNobodyUpAndMissesNothing() {
    Member deaf = enter();
    Member other = enter();
    byte[] large = new byte[30_000];
    for (int i = 0; i < 30; i++) {
      byte[] part = large.clone();
      part[0] = (byte) i;
      deaf.offer(new Frame(part));
    }
    other.offer("hello");

    assertThat(other.text(5)).isEqualTo("hello");
    for (int i = 0; i < 30; i++) {
      assertThat(deaf.read(30_000)[0]).isEqualTo((byte) i);
    }
  }
}
