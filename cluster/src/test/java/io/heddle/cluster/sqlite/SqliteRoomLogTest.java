package io.heddle.cluster.sqlite;

import static io.heddle.actors.log.LogFixture.NOW;
import static io.heddle.actors.log.LogFixture.drafts;
import static io.heddle.actors.log.LogFixture.join;
import static io.heddle.actors.log.LogFixture.keyed;
import static io.heddle.actors.log.LogFixture.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.heddle.actors.log.Cursor;
import io.heddle.actors.log.LogException;
import io.heddle.actors.log.LogFixture;
import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import io.heddle.actors.log.LogStatus;
import io.heddle.actors.log.Retention;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.log.RoomLog.Append;
import io.heddle.actors.log.RoomLogContract;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.testing.World;
import io.heddle.config.SqliteSettings;
import io.heddle.config.SqliteSettings.Synchronous;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteRoomLogTest extends RoomLogContract {
  private static final Retention MUCH = new Retention(100, LogFixture.HOUR, 1 << 20);

  @TempDir Path folder;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LogMetrics metrics = new LogMetrics(registry);

  @Override
  protected RoomLog open(LogRules rules) {
    return open(rules, Synchronous.FULL);
  }

  private SqliteRoomLog open(LogRules rules, Synchronous synchronous) {
    return SqliteRoomLog.open(
        folder, new SqliteSettings(synchronous, 1000), rules, metrics, Clock.systemUTC());
  }

  private SqliteRoomLog open() {
    return open(rules(MUCH), Synchronous.FULL);
  }

  @Test
  void allIsThereWhenTheFileIsOpenedAgain() {
    Position start;
    Append first;
    UUID batch = UUID.randomUUID();
    List<Draft> drafts = List.of(World.draft("1"), keyed("k", Sender.SERVER));
    Cursor cursor;
    try (RoomLog log = open()) {
      start = join(log.head(ROOM));
      first = join(log.append(ROOM, start, batch, drafts, NOW));
      cursor = new Cursor(ROOM, "alice", Optional.empty(), start.plus(1));
      join(log.move(List.of(cursor)));
    }
    try (RoomLog log = open()) {
      assertThat(join(log.head(ROOM))).isEqualTo(start.plus(2));
      assertThat(join(log.append(ROOM, start, batch, drafts, NOW))).isEqualTo(first);
      assertThat(join(log.read(ROOM, start, 10, RoomLog.ANY_BYTES)).publications()).hasSize(2);
      Append again =
          join(
              log.append(
                  ROOM, start.plus(2), UUID.randomUUID(), List.of(keyed("k", Sender.SERVER)), NOW));
      assertThat(((Append.Done) again).stamps().getFirst().position()).isEqualTo(start.plus(2));
      assertThat(join(log.cursors(ROOM, "alice"))).containsExactly(cursor);
    }
  }

  @Test
  void whatWaitsWhileTheDiskIsBusyIsWrittenTogether() {
    try (RoomLog log = open()) {
      List<Position> heads = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        heads.add(join(log.head(room(i))));
      }
      double before = registry.get("heddle.log.commit.operations").summary().count();
      List<CompletableFuture<Append>> appends = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        appends.add(
            log.append(room(i), heads.get(i), UUID.randomUUID(), drafts(1), NOW)
                .toCompletableFuture());
      }
      appends.forEach(append -> assertThat(append.join()).isInstanceOf(Append.Done.class));

      double commits = registry.get("heddle.log.commit.operations").summary().count() - before;
      assertThat(commits).isLessThan(200);
    }
  }

  private static RoomName room(int number) {
    return new RoomName("chat:r" + number);
  }

  @Test
  void aFullDiskRefusesAndIsFoundOutWhenThereIsRoomAgain() {
    try (SqliteRoomLog log = open()) {
      Position start = join(log.head(ROOM));
      join(log.limitPages(1));
      assertThatThrownBy(() -> join(log.append(ROOM, start, UUID.randomUUID(), large(), NOW)))
          .hasCauseInstanceOf(LogException.class)
          .cause()
          .matches(fault -> !((LogException) fault).isUndecided());
      assertThat(log.status()).isInstanceOf(LogStatus.Down.class);
      assertThat(join(log.read(ROOM, start, 10, RoomLog.ANY_BYTES)).complete()).isTrue();

      join(log.limitPages(1 << 20));
      await().atMost(Duration.ofSeconds(20)).until(() -> log.status() instanceof LogStatus.Up);
      assertThat(join(log.append(ROOM, start, UUID.randomUUID(), large(), NOW)))
          .isInstanceOf(Append.Done.class);
      assertThat(registry.counter("heddle.log.failures", "reason", "refused").count()).isPositive();
    }
  }

  private static List<Draft> large() {
    return List.of(World.draft("\"" + "x".repeat(200_000) + "\""));
  }

  @Test
  void aSecondLogOnTheSameFolderIsRefused() {
    try (RoomLog first = open()) {
      assertThat(first.status()).isInstanceOf(LogStatus.Up.class);
      assertThatThrownBy(this::open)
          .isInstanceOf(LogFileException.class)
          .hasMessageContaining(folder.toString());
    }
    open().close();
  }

  @Test
  void aDamagedFileIsAnErrorThatNamesItAndIsLeftAsItIs() throws IOException {
    Path file = folder.resolve("rooms.db");
    byte[] noDatabase =
        "this is no database at all, whatever its name says"
            .repeat(40)
            .getBytes(StandardCharsets.UTF_8);
    Files.write(file, noDatabase);

    assertThatThrownBy(this::open)
        .isInstanceOf(LogFileException.class)
        .hasMessageContaining(file.toString());
    assertThat(Files.readAllBytes(file)).isEqualTo(noDatabase);
  }

  @Test
  void aFileWithADamagedPageIsAnErrorThatNamesIt() throws IOException {
    try (RoomLog log = open()) {
      Position start = join(log.head(ROOM));
      append(log, start, drafts(90));
    }
    Path file = folder.resolve("rooms.db");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 4096; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Files.write(file, bytes);

    assertThatThrownBy(this::open)
        .isInstanceOf(LogFileException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aFileOfANewerVersionOrAnotherProgramIsRefused() throws SQLException {
    open().close();
    change("PRAGMA user_version = 99");
    assertThatThrownBy(this::open).hasMessageContaining("newer").hasMessageContaining("rooms.db");
    change("PRAGMA application_id = 7");
    assertThatThrownBy(this::open).hasMessageContaining("another program");
  }

  private void change(String sql) throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("rooms.db");
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aMachineThatLostItsPowerUnderNormalDurabilityGivesEachRoomANewEpoch() throws SQLException {
    Position head;
    try (RoomLog log = open(rules(MUCH), Synchronous.NORMAL)) {
      Position start = join(log.head(ROOM));
      append(log, start, drafts(2));
      head = start.plus(2);
    }
    try (RoomLog log = open(rules(MUCH), Synchronous.NORMAL)) {
      assertThat(join(log.head(ROOM))).as("closed in order").isEqualTo(head);
    }
    change("INSERT OR REPLACE INTO meta VALUES ('risked_in_boot', 'an earlier one')");
    try (RoomLog log = open(rules(MUCH), Synchronous.NORMAL)) {
      Position renewed = join(log.head(ROOM));
      assertThat(renewed.epoch()).isNotEqualTo(head.epoch());
      assertThat(renewed.offset()).isEqualTo(2);
      assertThat(join(log.read(ROOM, head, 10, RoomLog.ANY_BYTES)).complete()).isFalse();
    }
  }

  @Test
  void whatARoomKeepsGoesFromTheFileWhenItIsTooOldAndItsEpochStays() throws SQLException {
    Position start;
    try (RoomLog log = open()) {
      start = join(log.head(ROOM));
      append(log, start, drafts(5));
    }
    try (Statements statements =
        new LogFile(folder, new SqliteSettings(Synchronous.FULL, 1)).open()) {
      LogWriter writer = new LogWriter(statements, rules(MUCH), metrics);
      statements.begin();
      writer.sweep(NOW + Duration.ofHours(2).toMillis(), 10);
      statements.commit();
      assertThat(statements.number(-1, "SELECT count(*) FROM publication")).isZero();
    }
    try (RoomLog log = open()) {
      assertThat(join(log.head(ROOM))).isEqualTo(start.plus(5));
    }
  }
}
