package io.heddle.app.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a process is started that runs this program: as this one was. */
final class NodeLaunch {
  private static final String MEMORY = "-XX:MaxRAMPercentage=";

  private NodeLaunch() {}

  /**
   * This process's Java, flags and class path, without a command.
   *
   * @param count of processes that share what this one may take of the memory
   */
  static List<String> command(int count) {
    return command(
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        System.getProperty("java.home", ""),
        System.getProperty("java.class.path", ""),
        count);
  }

  static List<String> command(List<String> flags, String home, String classPath, int count) {
    var command = new ArrayList<String>();
    command.add(Path.of(home, "bin", "java").toString());
    flags.stream().map(flag -> shared(flag, count)).forEach(command::add);
    command.addAll(List.of("-cp", classPath, Main.class.getName()));
    return List.copyOf(command);
  }

  private static String shared(String flag, int count) {
    return flag.startsWith(MEMORY)
        ? MEMORY + Double.parseDouble(flag.substring(MEMORY.length())) / count
        : flag;
  }
}
