package io.heddle.app.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What a run has found.
 *
 * @param published tries, each message counted once
 * @param repeats tries that had no answer and were repeated
 * @param byWay acknowledged ones, by the way that they took
 * @param delivered to subscribers, each counted once a subscriber
 * @param lost acknowledged ones that a subscriber never got, counted once a subscriber
 * @param gaps times that offsets were passed over, made good or not
 * @param notRecovered times that a room could not go on where a subscriber had been
 * @param stall of each client the longest time from the first try to publish until it had it
 */
record CheckReport(
    String scenario,
    long seed,
    int nodes,
    int clients,
    int rooms,
    int rate,
    Duration took,
    long published,
    long acknowledged,
    long repeats,
    Map<String, Long> byWay,
    long delivered,
    long lost,
    long duplicated,
    long reordered,
    long gaps,
    long notRecovered,
    long reconnects,
    Stall stall) {

  /** Over clients. */
  record Stall(Duration p50, Duration p99, Duration max) {
    static Stall of(List<Duration> all) {
      List<Duration> sorted = all.stream().sorted().toList();
      return new Stall(at(sorted, 50), at(sorted, 99), at(sorted, 100));
    }

    private static Duration at(List<Duration> sorted, int percent) {
      int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
      return sorted.isEmpty() ? Duration.ZERO : sorted.get(Math.max(0, index));
    }
  }

  static CheckReport of(
      CheckOptions options, int nodes, Ledger ledger, List<Account> accounts, Duration took) {
    return new CheckReport(
        options.scenario().toString(),
        options.seed(),
        nodes,
        options.clients(),
        options.rooms(),
        options.rate(),
        took,
        ledger.published(),
        ledger.acknowledged(),
        ledger.repeats(),
        ledger.byWay(),
        sum(accounts, Account::delivered),
        sum(accounts, Account::lost),
        sum(accounts, Account::duplicates),
        sum(accounts, Account::reordered),
        sum(accounts, Account::gaps),
        sum(accounts, Account::notRecovered),
        sum(accounts, Account::reconnects),
        Stall.of(accounts.stream().map(Account::longestStall).toList()));
  }

  private static long sum(List<Account> accounts, ToLongFunction<Account> part) {
    return accounts.stream().mapToLong(part).sum();
  }

  /** Whether nothing that was acknowledged was lost, and nothing came twice or out of order. */
  boolean isClean() {
    return lost == 0 && duplicated == 0 && reordered == 0 && acknowledged > 0;
  }
}
