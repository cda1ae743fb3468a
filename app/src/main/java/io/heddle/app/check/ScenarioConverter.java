package io.heddle.app.check;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A scenario by its name. */
final class ScenarioConverter implements ITypeConverter<Scenario> {
  @Override
  public Scenario convert(String name) {
    return Arrays.stream(Scenario.values())
        .filter(scenario -> scenario.toString().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is no scenario; there are %s"
                        .formatted(
                            name,
                            Arrays.stream(Scenario.values())
                                .map(Scenario::toString)
                                .collect(Collectors.joining(", ")))));
  }
}
