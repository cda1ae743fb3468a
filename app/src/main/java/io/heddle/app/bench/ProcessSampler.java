package io.heddle.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads resident size and CPU time of a process, where the system tells them. */
final class ProcessSampler {
  private static final String RESIDENT = "VmRSS:";

  /**
   * One look.
   *
   * @param residentBytes from {@code /proc}, empty where there is none
   * @param cpu user and system, of all threads since the process began
   */
  record Sample(OptionalLong residentBytes, Optional<Duration> cpu) {
    static final Sample UNKNOWN = new Sample(OptionalLong.empty(), Optional.empty());
  }

  private final long pid;
  private final Path proc;

  ProcessSampler(long pid, Path proc) {
    this.pid = pid;
    this.proc = proc;
  }

  /** Of a process that has ended, all is unknown. */
  Sample sample() {
    return ProcessHandle.of(pid)
        .map(process -> new Sample(residentBytes(), process.info().totalCpuDuration()))
        .orElse(Sample.UNKNOWN);
  }

  private OptionalLong residentBytes() {
    try {
      return Files.readAllLines(proc.resolve(pid + "/status")).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .map(line -> line.substring(RESIDENT.length()).replace("kB", "").strip())
          .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
          .findFirst();
    } catch (IOException _) {
      return OptionalLong.empty();
    }
  }
}
