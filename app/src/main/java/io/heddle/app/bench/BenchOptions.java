package io.heddle.app.bench;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a run is asked to do. Each violation is an {@link IllegalArgumentException} that names the
 * option.
 *
 * @param connections 1 to 250,000
 * @param rooms 1 to {@code connections}; connection i is in room i mod rooms
 * @param roomPrefix printable ASCII; the room's number follows it
 * @param publishers connections 0 until publishers publish in turn, each to its own room
 * @param payloadBytes bytes of a publication's {@code data}, 80 to 400,000
 * @param connectsPerSecond 0 is as fast as {@code inFlight} allows
 * @param inFlight connections begun and not yet ready, at most
 * @param connectTimeout from the connect to the answered subscribe, for one connection
 * @param rampTimeout for all connections together
 * @param warmup published before the measured time; counted, but in no rate and no latency
 * @param duration measured time, of an idle run the wait; at most an hour
 * @param drain longest wait for what is outstanding at the end
 * @param threads 1 to 64, each with its own selector and its share of the connections
 * @param pid server process to be sampled
 */
record BenchOptions(
    Target target,
    int connections,
    int rooms,
    String roomPrefix,
    int publishers,
    Load load,
    int payloadBytes,
    double connectsPerSecond,
    int inFlight,
    Duration connectTimeout,
    Duration rampTimeout,
    Duration warmup,
    Duration duration,
    Duration drain,
    int threads,
    OptionalLong pid) {
  static final int MAX_CONNECTIONS = 250_000;
  static final Duration LONGEST = Duration.ofHours(1);
  private static final Pattern PREFIX = Pattern.compile("[!-~&&[^\"\\\\]]{1,100}");

  BenchOptions {
    between("--connections", connections, 1, MAX_CONNECTIONS);
    between("--rooms", rooms, 1, connections);
    between("--publishers", publishers, 1, connections);
    between("--payload", payloadBytes, Payload.MIN_BYTES, Payload.MAX_BYTES);
    between("--in-flight", inFlight, 1, 10_000);
    between("--threads", threads, 1, 64);
    bounded("--connect-timeout", connectTimeout);
    bounded("--ramp-timeout", rampTimeout);
    bounded("--warmup", warmup);
    bounded("--duration", duration);
    bounded("--drain", drain);
    if (!PREFIX.matcher(roomPrefix).matches()) {
      throw new IllegalArgumentException(
          "--room-prefix: 1 to 100 printable ASCII characters, no quotes or backslashes");
    }
    if (!(connectsPerSecond >= 0 && connectsPerSecond <= 1_000_000)) {
      throw new IllegalArgumentException("--ramp: 0 to 1000000 a second");
    }
  }

  String room(int number) {
    return roomPrefix + number;
  }

  private static void between(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d is not within %d to %d".formatted(option, value, least, most));
    }
  }

  private static void bounded(String option, Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(option + ": 0 to 1 hour");
    }
  }
}
