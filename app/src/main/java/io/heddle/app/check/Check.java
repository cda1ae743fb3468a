package io.heddle.app.check;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One run: subscribers that resume, publishers with keys, a scenario, and the comparison of what
 * was acknowledged with what each subscriber has seen.
 */
final class Check {
  private static final Duration BEFORE = Duration.ofSeconds(2);
  private static final int PUBLISHERS = 12;

  private final CheckOptions options;
  private final Deployment cluster;
  private final Tokens tokens;
  private final Consumer<String> say;

  /** Who may come in. */
  @FunctionalInterface
  interface Tokens {
    /** A token of a user, or of one that may use the admin API. */
    String token(String user, boolean admin);
  }

  /** A run; {@code say} is told of each step. */
  Check(CheckOptions options, Deployment cluster, Tokens tokens, Consumer<String> say) {
    this.options = options;
    this.cluster = cluster;
    this.tokens = tokens;
    this.say = say;
  }

  /**
   * Runs it, for as long as the scenario takes and some seconds more.
   *
   * @throws IOException where the cluster cannot be reached at the beginning, or a node does not
   *     start
   */
  CheckReport run() throws IOException, InterruptedException {
    long began = System.nanoTime();
    Sites sites = new Sites(cluster.nodes());
    Ledger ledger = new Ledger();
    List<String> rooms =
        IntStream.range(0, options.rooms())
            .mapToObj(i -> "chat:check-" + options.seed() + "-" + i)
            .toList();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try {
      List<Subscriber> subscribers = subscribers(client, sites, rooms);
      subscribers.forEach(threads::execute);
      if (!eventually(options.patience(), () -> subscribers.stream().allMatch(Subscriber::isIn))) {
        subscribers.forEach(Subscriber::stop);
        throw new IOException(
            "not all clients could subscribe within " + options.patience().toSeconds() + " s");
      }
      say.accept(subscribers.size() + " clients are in their rooms");
      List<Publisher> publishers = publishers(client, sites, rooms, ledger);
      ExecutorService publishing = Executors.newVirtualThreadPerTaskExecutor();
      publishers.forEach(publishing::execute);
      try {
        Thread.sleep(BEFORE);
        options.scenario().play(cluster, options, say);
        Thread.sleep(BEFORE);
      } finally {
        publishers.forEach(Publisher::stop);
        publishing.close();
      }
      Map<String, Set<Long>> acknowledged = ledger.byRoom();
      say.accept(ledger.acknowledged() + " publications were acknowledged");
      var _ =
          eventually(
              options.patience(),
              () -> subscribers.stream().allMatch(it -> it.hasAll(acknowledged)));
      subscribers.forEach(Subscriber::stop);
      threads.shutdown();
      var _ = threads.awaitTermination(10, TimeUnit.SECONDS);
      return CheckReport.of(
          options,
          cluster.nodes().size(),
          ledger,
          subscribers.stream().map(it -> it.account(acknowledged)).toList(),
          Duration.ofNanos(System.nanoTime() - began));
    } finally {
      threads.shutdownNow();
      client.shutdownNow();
    }
  }

  /** Each is in two rooms. */
  private List<Subscriber> subscribers(HttpClient client, Sites sites, List<String> rooms) {
    List<Subscriber> all = new ArrayList<>();
    for (int i = 0; i < options.clients(); i++) {
      List<String> its =
          List.of(rooms.get(i % rooms.size()), rooms.get((i * 7 + 1) % rooms.size())).stream()
              .distinct()
              .toList();
      all.add(new Subscriber(client, sites, tokens.token("check-" + i, false), its));
    }
    return all;
  }

  private List<Publisher> publishers(
      HttpClient client, Sites sites, List<String> rooms, Ledger ledger) {
    List<Publisher> all = new ArrayList<>();
    Duration every = Duration.ofNanos(PUBLISHERS * 1_000_000_000L / options.rate());
    for (int i = 0; i < PUBLISHERS; i++) {
      int first = i;
      List<String> its =
          IntStream.range(0, rooms.size())
              .filter(room -> room % PUBLISHERS == first % Math.min(PUBLISHERS, rooms.size()))
              .mapToObj(rooms::get)
              .toList();
      all.add(new Publisher(i, way(i, client, sites), its, every, ledger));
    }
    return all;
  }

  /** Each way in has as many publishers as the others. */
  private Way way(int publisher, HttpClient client, Sites sites) {
    List<Supplier<Way>> ways = new ArrayList<>();
    ways.add(() -> new SocketWay(client, sites, tokens.token("publisher-" + publisher, false)));
    ways.add(() -> new HttpWay(client, sites, tokens.token("backend-" + publisher, true)));
    cluster.redis().ifPresent(url -> ways.add(() -> new StreamWay(url)));
    if (options.scenario().sparesChannels()) {
      cluster.redis().ifPresent(url -> ways.add(() -> new ChannelWay(url)));
    }
    return ways.get(publisher % ways.size()).get();
  }

  private static boolean eventually(Duration patience, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(100);
    }
    return true;
  }
}
