package io.heddle.app.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.WireClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One writer stamps a room's offsets, and every member sees all of them in order. */
class OrderTest {
  private static final int PUBLISHERS = 8;
  private static final int SUBSCRIBERS = 12;
  private static final int EACH = 250;
  private static final Pattern PUBLICATION =
      Pattern.compile("\"offset\":(\\d+),\"data\":\\[(\\d+),(\\d+)]");

  @Test
  void everySubscriberSeesEveryOffsetAndEachPublishersOrder()
      throws InterruptedException, ExecutionException {
    try (TestNode node = TestNode.start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<WireClient> subscribers = new ArrayList<>();
      for (int i = 0; i < SUBSCRIBERS; i++) {
        subscribers.add(node.enter("s" + i, "chat:order"));
      }
      List<Future<?>> publishing = new ArrayList<>();
      List<Future<List<String>>> seen = new ArrayList<>();
      for (WireClient subscriber : subscribers) {
        seen.add(threads.submit(() -> read(subscriber)));
      }
      List<WireClient> publishers = new ArrayList<>();
      for (int i = 0; i < PUBLISHERS; i++) {
        publishers.add(node.enter("p" + i, "chat:order"));
      }
      for (int i = 0; i < PUBLISHERS; i++) {
        WireClient publisher = publishers.get(i);
        int number = i;
        publishing.add(threads.submit(() -> publish(publisher, number)));
        seen.add(threads.submit(() -> read(publisher)));
      }

      List<String> first = seen.getFirst().get();
      assertThat(first).hasSize(PUBLISHERS * EACH);
      for (Future<List<String>> other : seen) {
        assertThat(other.get()).isEqualTo(first);
      }
      for (Future<?> done : publishing) {
        done.get();
      }
      subscribers.forEach(WireClient::close);
      publishers.forEach(WireClient::close);
    }
  }

  private static void publish(WireClient publisher, int number) {
    for (int i = 1; i <= EACH; i++) {
      publisher.send(
          "{\"type\":\"publish\",\"room\":\"chat:order\",\"data\":[" + number + "," + i + "]}");
    }
  }

  /** What came, as publisher and number; fails at a gap, a repetition or a change of order. */
  private static List<String> read(WireClient client) {
    Map<String, Integer> last = new HashMap<>();
    List<String> all = new ArrayList<>();
    long expected = -1;
    while (last.values().stream().filter(n -> n == EACH).count() < PUBLISHERS) {
      Matcher publication = PUBLICATION.matcher(client.text());
      assertThat(publication.find()).isTrue();
      long offset = Long.parseLong(publication.group(1));
      assertThat(expected < 0 || offset == expected).as("offset %s", offset).isTrue();
      expected = offset + 1;
      int number = Integer.parseInt(publication.group(3));
      Integer before = last.put(publication.group(2), number);
      assertThat(before == null || number == before + 1).as("order of a publisher").isTrue();
      all.add(publication.group(2) + ":" + number);
    }
    return all;
  }
}
