package io.heddle.app.wire;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/** What is alive in this process after a full collection. */
public final class LiveObjects {
  private LiveObjects() {}

  /** How many objects of each of our classes there are; classes that have none are absent. */
  public static Map<String, Long> count() {
    return histogram()
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length >= 4 && words[3].startsWith("io.heddle."))
        .collect(Collectors.toMap(words -> words[3], words -> Long.parseLong(words[1])));
  }

  /** Bytes of all objects. */
  public static long bytes() {
    return histogram()
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words[0].equals("Total"))
        .mapToLong(words -> Long.parseLong(words[2]))
        .findFirst()
        .orElseThrow();
  }

  private static String histogram() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException fault) {
      throw new IllegalStateException(fault);
    }
  }
}
