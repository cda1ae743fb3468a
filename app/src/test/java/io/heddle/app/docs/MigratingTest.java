package io.heddle.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.actors.fabric.Fabric;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import io.heddle.config.load.EffectiveSetting;
import io.heddle.config.load.LoadResult;
import io.heddle.config.load.Preset;
import io.heddle.config.load.SettingsLoader;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the document on older gateways names on our side is there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigratingTest {
  private static final String NOTHING = "–";
  private List<MarkdownTable> tables = List.of();

  @BeforeAll
  void read() throws IOException {
    tables = MarkdownTable.in(Path.of("..", "docs", "migrating.md"));
  }

  @ParameterizedTest
  @EnumSource
  void everyPresetHasItsTables(Preset preset) {
    assertThat(tables)
        .filteredOn(table -> table.word().equals(preset.word()))
        .extracting(MarkdownTable::head)
        .contains("old setting", "old route", "old message", "old Go method");
    assertThat(tables).allSatisfy(table -> assertThat(Preset.named(table.word())).isPresent());
  }

  @Test
  void everyOldThingHasAnAnswer() {
    for (MarkdownTable table : tables) {
      for (List<String> row : table.rows()) {
        assertThat(row).as(table.section() + " " + row).hasSize(3);
        assertThat(row.get(0)).as(table.section() + " " + row).isNotEmpty();
        assertThat(row.get(1)).as(table.section() + " " + row).isNotEmpty();
        if (row.get(1).startsWith(NOTHING)) {
          assertThat(row.get(2)).as("what to do instead of " + row.get(0)).isNotEmpty();
        }
      }
    }
  }

  @Test
  void everySettingAndVariableIsKnown() {
    Set<String> keys =
        ((LoadResult.Loaded) load(Map.of()))
            .effective().stream()
                .map(EffectiveSetting::key)
                .map(key -> key.substring("heddle.".length()))
                .collect(Collectors.toSet());
    List<String> named =
        tables.stream()
            .filter(table -> table.head().equals("old setting"))
            .flatMap(table -> table.rows().stream())
            .flatMap(row -> MarkdownTable.code(row.get(1)).stream())
            .toList();

    assertThat(named).hasSizeGreaterThan(60);
    for (String name : named) {
      if (name.equals(name.toUpperCase(Locale.ROOT))) {
        assertThat(name).matches("(HEDDLE|WEBSOCKET)_.*|REDIS_URL");
        assertThat(load(Map.of(name, ""))).as(name).isInstanceOf(LoadResult.Loaded.class);
      } else {
        assertThat(keys).contains(name);
      }
    }
  }

  private static LoadResult load(Map<String, String> environment) {
    return SettingsLoader.load(Optional.empty(), environment, ConfigFactory.empty());
  }

  @Test
  void everyRouteIsServed() {
    try (TestNode node = TestNode.start()) {
      List<String> routes =
          tables.stream()
              .filter(table -> table.head().equals("old route"))
              .flatMap(table -> table.rows().stream())
              .flatMap(
                  row ->
                      row.get(1).startsWith(NOTHING)
                          ? MarkdownTable.code(row.get(2)).stream()
                          : MarkdownTable.code(row.get(1)).stream())
              .distinct()
              .toList();

      assertThat(routes).hasSizeGreaterThan(15);
      for (String route : routes) {
        assertThat(status(node, route)).as(route).isNotIn(404, 405, 500);
      }
      assertThat(status(node, "GET /websocket/nowhere")).isEqualTo(404);
    }
  }

  private static int status(TestNode node, String route) {
    String path = route.substring(route.indexOf(' ') + 1).replace("{id}", "x");
    return route.startsWith("POST ")
        ? node.post(path, "{}").statusCode()
        : node.adminGet(path).statusCode();
  }

  @ParameterizedTest
  @EnumSource
  void everyOldCommandIsTakenAsItWas(Preset preset) {
    List<String> commands =
        tables.stream()
            .filter(table -> table.head().equals("old message"))
            .filter(table -> table.word().equals(preset.word()))
            .flatMap(table -> table.rows().stream())
            .map(List::getFirst)
            .filter(cell -> cell.startsWith("`{") && cell.endsWith("}`"))
            .map(cell -> MarkdownTable.code(cell).getFirst())
            .toList();
    assertThat(commands).isNotEmpty();

    try (TestNode node = TestNode.preset(preset);
        WireClient client =
            WireClient.open(
                node.port(), endpoint(preset).getString("path"), Token.bearer("alice"))) {
      List<String> answers = new ArrayList<>(List.of(client.text()));
      for (String command : commands) {
        client.send(command);
        if (!command.contains("\"ping\"") && !command.contains("\"heartbeat\"")) {
          client.send("{\"type\":\"ping\"}");
        }
        do {
          answers.add(client.text());
        } while (!answers.getLast().contains("\"type\":\"pong\""));
      }

      assertThat(answers.getFirst()).contains("\"type\":\"connected\"");
      assertThat(answers).hasSizeGreaterThan(commands.size());
      assertThat(answers).noneMatch(answer -> answer.contains("\"type\":\"error\""));
    }
  }

  private static Config endpoint(Preset preset) {
    return preset.config().getConfigList("heddle.websocket.endpoints").getFirst();
  }

  @Test
  void everyJavaMethodIsThere() throws Exception {
    Set<String> there = new TreeSet<>();
    for (Class<?> type : fabricTypes()) {
      Arrays.stream(type.getMethods()).map(Method::getName).forEach(there::add);
    }
    List<String> named =
        tables.stream()
            .filter(table -> table.head().equals("old Go method"))
            .flatMap(table -> table.rows().stream())
            .flatMap(row -> Stream.of(row.get(1), row.get(2)))
            .flatMap(cell -> MarkdownTable.code(cell).stream())
            .filter(code -> code.contains("("))
            .map(code -> code.substring(0, code.indexOf('(')))
            .distinct()
            .toList();

    assertThat(named).contains("Fabric.publish");
    assertThat(there).containsAll(named.stream().map(name -> name.replace("Fabric.", "")).toList());
  }

  /** Those of the fabric's package, which has the helpers too. */
  private static List<Class<?>> fabricTypes() throws Exception {
    Path home = Path.of(Fabric.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(home)) {
      return typesIn(home.resolve("io/heddle/actors/fabric"));
    }
    try (FileSystem jar = FileSystems.newFileSystem(home)) {
      return typesIn(jar.getPath("/io/heddle/actors/fabric"));
    }
  }

  private static List<Class<?>> typesIn(Path folder) throws IOException, ClassNotFoundException {
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (String file : files.map(path -> path.getFileName().toString()).toList()) {
        if (file.endsWith(".class") && !file.startsWith("package-info")) {
          types.add(Class.forName("io.heddle.actors.fabric." + file.replaceFirst("\\.class$", "")));
        }
      }
    }
    return types;
  }
}
