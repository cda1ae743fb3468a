package io.heddle.http.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Frame;
import io.heddle.http.socket.Outbox.Offer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final Outbox outbox = new Outbox(100);

  @Test
  void onlyTheFirstOfferOfABurstWakes() {
    assertThat(outbox.offer(frame("a"))).isEqualTo(Offer.WAKE);
    assertThat(outbox.offer(frame("b"))).isEqualTo(Offer.TAKEN);
    assertThat(taken()).isEqualTo("ab");
    assertThat(outbox.offer(frame("c")))
        .as("the stage has not found it empty yet")
        .isEqualTo(Offer.TAKEN);
    assertThat(taken()).isEqualTo("c");
    assertThat(taken()).isEmpty();
    assertThat(outbox.offer(frame("d"))).isEqualTo(Offer.WAKE);
  }

  @Test
  void framesAreJoinedUpTo32KiBAndNeverCut() {
    Outbox large = new Outbox(1 << 20);
    large.offer(new Frame(new byte[20_000]));
    large.offer(new Frame(new byte[12_000]));
    large.offer(new Frame(new byte[12_000]));
    large.offer(new Frame(new byte[90_000]));

    assertThat(take(large)).hasSize(32_000);
    assertThat(take(large)).hasSize(12_000);
    assertThat(take(large)).hasSize(90_000);
    assertThat(take(large)).isEmpty();
  }

  @Test
  void oneFrameAlwaysFitsAndFurtherOnesUpToTheLimit() {
    assertThat(outbox.offer(new Frame(new byte[500]))).isEqualTo(Offer.WAKE);
    assertThat(outbox.offer(frame("x"))).isEqualTo(Offer.FULL);
    take(outbox);
    assertThat(outbox.offer(new Frame(new byte[60]))).isEqualTo(Offer.TAKEN);
    assertThat(outbox.offer(new Frame(new byte[40]))).isEqualTo(Offer.TAKEN);
    assertThat(outbox.offer(new Frame(new byte[1]))).isEqualTo(Offer.FULL);
    assertThat(outbox.bytes()).isEqualTo(100);
  }

  @Test
  void whatCanWaitFindsRoomInHalfOfTheOutboxOrInAnEmptyOne() {
    assertThat(outbox.offerIfRoom(new Frame(new byte[90]))).isEqualTo(Offer.WAKE);
    assertThat(outbox.offerIfRoom(frame("x"))).isEqualTo(Offer.FULL);
    assertThat(outbox.offer(frame("y"))).as("what cannot wait").isEqualTo(Offer.TAKEN);
    take(outbox);
    assertThat(outbox.offerIfRoom(new Frame(new byte[25]))).isEqualTo(Offer.TAKEN);
    assertThat(outbox.offerIfRoom(new Frame(new byte[25]))).isEqualTo(Offer.TAKEN);
    assertThat(outbox.offerIfRoom(frame("z"))).isEqualTo(Offer.FULL);
  }

  @Test
  void whoWaitsForWhatWasOfferedIsToldOnceWhenThatHasBeenTaken() {
    List<String> told = new ArrayList<>();
    outbox.whenDrained(() -> told.add("empty"));
    assertThat(told).containsExactly("empty");

    outbox.offer(frame("a"));
    outbox.whenDrained(() -> told.add("a"));
    outbox.cork();
    outbox.offer(frame("b"));
    outbox.whenDrained(() -> told.add("b"));
    assertThat(taken()).isEqualTo("a");
    assertThat(told).containsExactly("empty", "a");
    assertThat(taken()).isEmpty();
    outbox.uncork(frame("first"));
    outbox.offer(frame("c"));
    assertThat(told).doesNotContain("b");
    assertThat(taken()).isEqualTo("firstbc");
    assertThat(told).containsExactly("empty", "a", "b");
  }

  @Test
  void whoWaitsIsToldThoughLaterFramesKeepTheOutboxFull() {
    Outbox large = new Outbox(1 << 20);
    List<String> told = new ArrayList<>();
    large.offer(new Frame(new byte[40_000]));
    large.whenDrained(() -> told.add("early"));
    large.offer(new Frame(new byte[40_000]));
    large.whenDrained(() -> told.add("late"));
    take(large);

    assertThat(told).containsExactly("early");
  }

  @Test
  void nobodyIsToldAfterAClose() {
    List<String> told = new ArrayList<>();
    outbox.offer(frame("a"));
    outbox.whenDrained(() -> told.add("a"));
    outbox.close(frame("last"), false);
    outbox.whenDrained(() -> told.add("late"));
    assertThat(taken()).isEqualTo("alast");

    assertThat(told).isEmpty();
    assertThat(outbox.offerIfRoom(frame("b"))).isEqualTo(Offer.CLOSED);
  }

  @Test
  void whatIsOfferedBehindACorkWaitsForTheUncorkingFrame() {
    outbox.offer(frame("before"));
    outbox.cork();
    outbox.offer(frame("1"));
    outbox.offer(frame("2"));

    assertThat(taken()).isEqualTo("before");
    assertThat(taken()).isEmpty();
    assertThat(outbox.uncork(frame("connected"))).isEqualTo(Offer.WAKE);
    assertThat(taken()).isEqualTo("connected12");
  }

  @Test
  void aCloseIsTheLastFrameAndEndsEveryCork() {
    outbox.cork();
    outbox.offer(frame("held"));
    assertThat(outbox.close(frame("close"), false)).isNotEqualTo(Offer.CLOSED);
    assertThat(outbox.offer(frame("late"))).isEqualTo(Offer.CLOSED);
    assertThat(outbox.uncork(frame("late"))).isEqualTo(Offer.CLOSED);
    assertThat(outbox.close(frame("again"), false)).isEqualTo(Offer.CLOSED);
    assertThat(outbox.isDone()).isFalse();
    assertThat(taken()).isEqualTo("heldclose");
    assertThat(outbox.isDone()).isTrue();
  }

  @Test
  void aCloseOnASlowReaderDropsWhatWaits() {
    outbox.offer(frame("one"));
    outbox.offer(frame("two"));
    outbox.close(frame("close"), true);

    assertThat(taken()).isEqualTo("close");
    assertThat(outbox.bytes()).isZero();
  }

  @Test
  void anAbandonedOutboxKeepsNothing() {
    outbox.offer(frame("one"));
    outbox.abandon();

    assertThat(outbox.bytes()).isZero();
    assertThat(outbox.isDone()).isTrue();
    assertThat(outbox.offer(frame("two"))).isEqualTo(Offer.CLOSED);
    assertThat(taken()).isEmpty();
  }

  @Test
  void progressTellsThatSomethingWasTaken() {
    outbox.offer(frame("one"));
    long before = outbox.progress();
    assertThat(outbox.progress()).isEqualTo(before);
    take(outbox);
    assertThat(outbox.progress()).isNotEqualTo(before);
  }

  @Test
  void framesOfManyThreadsAllArriveAndThoseOfOneThreadInOrder() throws Exception {
    int threads = 4;
    int each = 20_000;
    Outbox shared = new Outbox(Integer.MAX_VALUE);
    CountDownLatch done = new CountDownLatch(threads);
    for (int thread = 0; thread < threads; thread++) {
      byte name = (byte) thread;
      Thread.ofPlatform()
          .start(
              () -> {
                for (int i = 0; i < each; i++) {
                  shared.offer(
                      new Frame(new byte[] {name, (byte) (i >> 16), (byte) (i >> 8), (byte) i}));
                }
                done.countDown();
              });
    }
    List<List<Integer>> seen = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      seen.add(new ArrayList<>());
    }
    boolean last = false;
    while (true) {
      byte[] taken = take(shared);
      for (int i = 0; i < taken.length; i += 4) {
        int number = (taken[i + 1] & 255) << 16 | (taken[i + 2] & 255) << 8 | (taken[i + 3] & 255);
        seen.get(taken[i]).add(number);
      }
      if (taken.length == 0 && last) {
        break;
      }
      last = done.getCount() == 0;
      Thread.onSpinWait();
    }

    for (List<Integer> numbers : seen) {
      assertThat(numbers).hasSize(each).isSorted();
    }
  }

  private String taken() {
    return new String(take(outbox), StandardCharsets.UTF_8);
  }

  private static byte[] take(Outbox from) {
    Batch batch = new Batch();
    from.take(batch);
    return batch.bytes();
  }

  private static Frame frame(String text) {
    return new Frame(text.getBytes(StandardCharsets.UTF_8));
  }
}
