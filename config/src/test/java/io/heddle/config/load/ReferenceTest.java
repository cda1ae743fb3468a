package io.heddle.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceTest {
  private static final String OUT_OF_RANGE = "is out of range";

  static Stream<ReferenceComments.Entry> entries() {
    return new ReferenceComments().entries().stream();
  }

  static Stream<ReferenceComments.Entry> entriesWithRange() {
    return entries().filter(entry -> entry.kind().matches("(number|duration|size); .* to .*"));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void theCommentOfEachKeyNamesItsDefault(ReferenceComments.Entry entry) {
    var value = Objects.requireNonNull(Reference.load().leaves().get(entry.key()));

    assertThat(entry.byDefault()).isEqualTo(written(value));
  }

  @ParameterizedTest
  @MethodSource("entriesWithRange")
  void theCommentOfEachKeyNamesTheRangeThatIsTaken(ReferenceComments.Entry entry) {
    var range = entry.kind().substring(entry.kind().indexOf(';') + 2).split(" to ", -1);

    for (var bound : range) {
      assertThat(outOfRange(entry.key(), bound)).as(entry.key() + " = " + bound).isEmpty();
    }
    assertThat(outOfRange(entry.key(), range[1].replaceFirst("\\d+", "$07")))
        .hasValueSatisfying(text -> assertThat(text).endsWith(range[0] + " to " + range[1]));
    if (!range[0].startsWith("0")) {
      assertThat(outOfRange(entry.key(), range[0].replaceFirst("\\d+", "0"))).isPresent();
    }
  }

  private static Optional<String> outOfRange(String key, String value) {
    var variable = KnownNames.variables(key).getFirst();
    return switch (SettingsLoader.load(Optional.empty(), Map.of(variable, value))) {
      case LoadResult.Loaded _ -> Optional.empty();
      case LoadResult.Faulty(var faults) ->
          faults.stream()
              .filter(fault -> fault.key().equals(key) && fault.text().startsWith(OUT_OF_RANGE))
              .map(Fault::text)
              .findFirst();
    };
  }

  private static String written(ConfigValue value) {
    if (value instanceof ConfigList list) {
      return list.isEmpty()
          ? "empty"
          : list.stream().map(ReferenceTest::written).collect(Collectors.joining(", "));
    }
    if (value instanceof ConfigObject endpoint) {
      return endpoint.toConfig().getString("path");
    }
    var text = Quantities.text(value);
    return text.isEmpty() ? "empty" : text;
  }
}
