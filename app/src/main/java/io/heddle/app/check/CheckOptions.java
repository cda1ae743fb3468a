package io.heddle.app.check;

import java.time.Duration;
import java.util.Random;

/**
 * What is to be checked.
 *
 * @param clients subscribers, each in two rooms
 * @param rooms that all is published into
 * @param rate publications a second, all together
 * @param scenario what happens meanwhile
 * @param seed names the run's rooms, and decides what the scenario leaves to chance
 * @param duration of a scenario that does nothing
 * @param away how long a node stays away that was killed
 * @param patience for everybody to be in at the beginning, and for the last deliveries at the end
 */
record CheckOptions(
    int clients,
    int rooms,
    int rate,
    Scenario scenario,
    long seed,
    Duration duration,
    Duration away,
    Duration patience) {
  /** The node that something happens to, where it is one of so many. */
  int node(int nodes) {
    return 1 + new Random(seed).nextInt(nodes);
  }
}
