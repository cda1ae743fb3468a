package io.heddle.cluster.simulation;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Clients of a lost node that come back to the others: a model, in which a node takes connects one
 * after the other at a rate that has been measured. Each client waits a random time first, goes to
 * any node, and gives up an attempt that takes too long; then it waits again, twice as long at most
 * each time. What a node does for an attempt that was given up is lost.
 *
 * <pre>
 * java -cp … io.heddle.cluster.simulation.Storm CLIENTS NODES CONNECTS_A_SECOND FIRST_WAIT_MILLIS
 * </pre>
 */
final class Storm {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final double LONGEST_WAIT = 60;
  private static final double SHORTEST_WAIT = 1;

  /** Who is not back by then is counted as out. */
  private static final double END = 600;

  private final int clients;
  private final int nodes;
  private final double rate;
  private final double firstWait;

  /**
   * What is simulated.
   *
   * @param nodes that are left
   * @param rate connects a second that a node can take
   * @param firstWait a client first waits any time up to this
   */
  Storm(int clients, int nodes, double rate, Duration firstWait) {
    this.clients = clients;
    this.nodes = nodes;
    this.rate = rate;
    this.firstWait = firstWait.toMillis() / 1_000.0;
  }

  /**
   * What was seen.
   *
   * @param mostASecond the most attempts that came to one node within a second
   * @param longestQueue the most clients that waited at one node
   * @param givenUp attempts
   * @param out clients who were not back after ten minutes
   * @param allBack seconds until the last of the others was back
   */
  record Outcome(int mostASecond, int longestQueue, int givenUp, int out, double allBack) {}

  private record Attempt(double at, int client, int tries) {}

  /** Runs as the arguments say, and tells what was seen. */
  public static void main(String[] arguments) {
    Storm storm =
        new Storm(
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[1]),
            Double.parseDouble(arguments[2]),
            Duration.ofMillis(Long.parseLong(arguments[3])));
    System.out.println(storm.run(1));
  }

  Outcome run(long seed) {
    Random random = new Random(seed);
    PriorityQueue<Attempt> attempts =
        new PriorityQueue<>((one, other) -> Double.compare(one.at, other.at));
    for (int client = 0; client < clients; client++) {
      attempts.add(new Attempt(random.nextDouble() * firstWait, client, 1));
    }
    double[] freeAt = new double[nodes];
    int[] second = new int[nodes];
    int[] inSecond = new int[nodes];
    int mostASecond = 0;
    double longest = 0;
    double allBack = 0;
    int givenUp = 0;
    double patience = PATIENCE.toSeconds();
    while (!attempts.isEmpty() && attempts.peek().at < END) {
      Attempt next = attempts.remove();
      int node = random.nextInt(nodes);
      inSecond[node] = second[node] == (int) next.at ? inSecond[node] + 1 : 1;
      second[node] = (int) next.at;
      mostASecond = Math.max(mostASecond, inSecond[node]);
      freeAt[node] = Math.max(freeAt[node], next.at) + 1 / rate;
      double waits = freeAt[node] - next.at;
      longest = Math.max(longest, waits);
      if (waits <= patience) {
        allBack = Math.max(allBack, freeAt[node]);
      } else {
        givenUp++;
        double most =
            Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, firstWait) * (1L << next.tries));
        double again = next.at + patience + random.nextDouble() * most;
        attempts.add(new Attempt(again, next.client, Math.min(next.tries + 1, 10)));
      }
    }
    int queue = (int) Math.ceil(longest * rate);
    return new Outcome(mostASecond, queue, givenUp, attempts.size(), allBack);
  }
}
