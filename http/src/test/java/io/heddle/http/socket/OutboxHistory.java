package io.heddle.http.socket;

import io.heddle.actors.protocol.Frame;
import io.heddle.http.socket.Outbox.Offer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * An outbox that some writers offer to and one socket takes from, only when it was woken. A frame
 * is its writer, its number and what fills it up.
 */
final class OutboxHistory {
  static final int WRITERS = 3;

  private static final int HEAD = 8;
  private static final int LARGEST = 60;
  private static final int STEPS = 12;
  private static final List<Step> OFTEN =
      List.of(Step.OFFER, Step.OFFER_IF_ROOM, Step.WAIT_UNTIL_DRAINED);
  private static final int FIRST = 100;
  private static final int LAST = 101;

  private final int limit;
  private final boolean corked;
  private final Optional<Boolean> close;
  private final Outbox outbox;
  private final List<Writer> writers;
  private final CyclicBarrier start = new CyclicBarrier(WRITERS + 1);
  private final BlockingQueue<Boolean> wakes = new LinkedBlockingQueue<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private final List<Taken> taken = new ArrayList<>();

  private enum Step {
    OFFER,
    OFFER_IF_ROOM,
    WAIT_UNTIL_DRAINED,
    UNCORK,
    CLOSE
  }

  private record Planned(Step step, int size) {}

  private record Taken(int writer, int number) {}

  /** Randomness is used up here, so that threads cannot change what is planned. */
  OutboxHistory(Random random) {
    this.limit = random.nextInt(1, 4 * LARGEST);
    this.corked = random.nextInt(4) == 0;
    this.close = random.nextInt(3) == 0 ? Optional.of(random.nextBoolean()) : Optional.empty();
    this.outbox = new Outbox(limit);
    this.writers =
        IntStream.range(0, WRITERS).mapToObj(index -> new Writer(index, random)).toList();
    if (corked) {
      outbox.cork();
      writers.get(0).plan(random, Step.UNCORK);
    }
    if (close.isPresent()) {
      writers.get(1).plan(random, Step.CLOSE);
    }
  }

  void run(ExecutorService threads) throws Exception {
    Future<?> socket = threads.submit(this::drain);
    List<Future<?>> ends = new ArrayList<>();
    for (Writer writer : writers) {
      ends.add(threads.submit(writer::run));
    }
    for (Future<?> end : ends) {
      end.get(20, TimeUnit.SECONDS);
    }
    wakes.add(false);
    socket.get(20, TimeUnit.SECONDS);
  }

  private void drain() {
    awaitStart();
    while (isWoken()) {
      boolean found = takeOnce();
      if (!found && !corked) {
        faults.add("woken for nothing");
      }
      while (found) {
        found = takeOnce();
      }
    }
  }

  private boolean isWoken() {
    try {
      return wakes.take();
    } catch (InterruptedException fault) {
      throw new IllegalStateException(fault);
    }
  }

  private boolean takeOnce() {
    Batch batch = new Batch();
    outbox.take(batch);
    ByteBuffer bytes = ByteBuffer.wrap(batch.bytes());
    while (bytes.hasRemaining()) {
      int at = bytes.position();
      taken.add(new Taken(bytes.get(), bytes.getShort()));
      bytes.position(at + HEAD + bytes.get());
    }
    return !batch.isEmpty();
  }

  private void awaitStart() {
    try {
      start.await(20, TimeUnit.SECONDS);
    } catch (Exception fault) {
      throw new IllegalStateException(fault);
    }
  }

  private static Frame frame(int writer, int number, int size) {
    byte[] bytes = new byte[HEAD + size];
    ByteBuffer.wrap(bytes).put((byte) writer).putShort((short) number).put((byte) size);
    return new Frame(bytes);
  }

  /** What is wrong with what has happened; nothing, if all is well. */
  List<String> faults() {
    List<String> all = new ArrayList<>(faults);
    for (Writer writer : writers) {
      List<Integer> left = numbers(writer.index);
      boolean cut = close.equals(Optional.of(true)) && isPrefix(left, writer.accepted);
      if (!left.equals(writer.accepted) && !cut) {
        all.add("of %s left %s".formatted(writer.accepted, left));
      }
      long heard = told.stream().filter(name -> name.startsWith(writer.index + "/")).count();
      if (told.stream().distinct().count() != told.size()
          || (close.isEmpty() && heard != writer.waits)) {
        all.add("%d wait until it is drained, and heard %s".formatted(writer.waits, told));
      }
    }
    int ends = numbers(LAST).size();
    if (ends != (close.isPresent() ? 1 : 0) || (ends == 1 && taken.getLast().writer != LAST)) {
      all.add("the end is not the end");
    }
    if (corked && !numbers(FIRST).isEmpty() && taken.getFirst().writer != FIRST) {
      all.add("something went before what it was held back for");
    }
    if (outbox.bytes() != 0) {
      all.add(outbox.bytes() + " bytes are left, and nobody was woken for them");
    }
    return all;
  }

  private List<Integer> numbers(int writer) {
    return taken.stream().filter(one -> one.writer == writer).map(Taken::number).toList();
  }

  private static boolean isPrefix(List<Integer> some, List<Integer> all) {
    return some.size() <= all.size() && some.equals(all.subList(0, some.size()));
  }

  @Override
  public String toString() {
    return "limit %d, corked %s, close %s, %s"
        .formatted(limit, corked, close, writers.stream().map(writer -> writer.plan).toList());
  }

  private final class Writer {
    private final int index;
    private final List<Planned> plan = new ArrayList<>();
    private final List<Integer> accepted = new ArrayList<>();
    private int waits;

    Writer(int index, Random random) {
      this.index = index;
      int steps = random.nextInt(STEPS);
      for (int i = 0; i < steps; i++) {
        Step step = OFTEN.get(random.nextInt(OFTEN.size()));
        plan.add(new Planned(step, random.nextInt(LARGEST - HEAD)));
      }
    }

    void plan(Random random, Step step) {
      plan.add(random.nextInt(plan.size() + 1), new Planned(step, 0));
    }

    void run() {
      awaitStart();
      for (int number = 0; number < plan.size(); number++) {
        write(number, plan.get(number));
      }
    }

    private void write(int number, Planned next) {
      switch (next.step) {
        case OFFER -> offered(number, outbox.offer(frame(index, number, next.size)));
        case OFFER_IF_ROOM -> offered(number, outbox.offerIfRoom(frame(index, number, next.size)));
        case WAIT_UNTIL_DRAINED -> {
          waits++;
          outbox.whenDrained(() -> told.add(index + "/" + number));
        }
        case UNCORK -> wake(outbox.uncork(frame(FIRST, 0, 0)));
        case CLOSE -> wake(outbox.close(frame(LAST, 0, 0), close.orElseThrow()));
      }
      if (outbox.bytes() > Math.max(limit, LARGEST) + 2 * HEAD) {
        faults.add(outbox.bytes() + " bytes wait");
      }
    }

    private void offered(int number, Offer offer) {
      if (offer == Offer.TAKEN || offer == Offer.WAKE) {
        accepted.add(number);
      }
      wake(offer);
    }

    private void wake(Offer offer) {
      if (offer == Offer.WAKE) {
        wakes.add(true);
      }
    }
  }
}
