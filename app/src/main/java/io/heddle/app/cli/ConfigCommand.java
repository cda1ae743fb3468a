package io.heddle.app.cli;

import io.heddle.config.load.EffectiveSetting;
import io.heddle.config.load.LoadResult;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code heddle config}: what holds, and why. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Prints each setting, its value, and where that came from; secrets are hidden.")
final class ConfigCommand implements Callable<Integer> {
  /** A value longer than this no longer moves the column after it. */
  private static final int WIDEST_VALUE = 40;

  private final Surroundings around;
  @Mixin private final SettingsOption option = new SettingsOption();

  ConfigCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Logging.off();
    return switch (option.result(around.environment())) {
      case LoadResult.Loaded loaded -> {
        table(loaded.effective());
        yield ExitCode.OK;
      }
      case LoadResult.Faulty faulty -> {
        around.err().println(faulty.text());
        yield ExitCode.FAILED;
      }
    };
  }

  private void table(List<EffectiveSetting> settings) {
    int key = width(settings, EffectiveSetting::key);
    int value = Math.min(WIDEST_VALUE, width(settings, EffectiveSetting::value));
    var form = "%-" + key + "s  %-" + value + "s  %s%n";
    around.out().printf(form, "setting", "value", "from");
    for (var setting : settings) {
      around.out().printf(form, setting.key(), setting.value(), setting.origin().text());
    }
  }

  private static int width(
      List<EffectiveSetting> settings, Function<EffectiveSetting, String> cell) {
    return settings.stream().mapToInt(setting -> cell.apply(setting).length()).max().orElse(1);
  }
}
