package io.heddle.actors.log;

import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What tests of logs are made of. */
public final class LogFixture {
  public static final Duration HOUR = Duration.ofHours(1);
  public static final long NOW = System.currentTimeMillis();

  private LogFixture() {}

  /** Rules that keep this much of each room; keys for a minute, three of them. */
  public static LogRules rules(Retention retention) {
    return new LogRules(_ -> retention, Duration.ofMinutes(1), 3, Duration.ofDays(30), 2);
  }

  public static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  public static List<Draft> drafts(int count) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      drafts.add(World.draft(Integer.toString(i)));
    }
    return drafts;
  }

  /** A draft that has everything that a draft can have. */
  public static Draft full(String key) {
    return new Draft(
        "task_created",
        World.payload("{\"ü\":\"\\u0000\",\"n\":[1,2.5,null]}"),
        "id-" + key,
        new Sender(Optional.of("alice ÿ"), Optional.of(ClientId.random())),
        Optional.of(key),
        Optional.of("task 7"));
  }

  public static Draft keyed(String key, Sender sender) {
    return new Draft(
        "message", World.payload("1"), "id", sender, Optional.of(key), Optional.empty());
  }
}
