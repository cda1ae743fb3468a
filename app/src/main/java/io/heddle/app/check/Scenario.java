package io.heddle.app.check;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What happens to a cluster while it is being checked. */
enum Scenario {
  /** Nothing, for as long as was asked; or what somebody else does to the cluster. */
  calm {
    @Override
    void play(Deployment cluster, CheckOptions options, Consumer<String> say)
        throws InterruptedException {
      Thread.sleep(options.duration());
    }
  },

  /** Each node is stopped and started again, one after the other. */
  rolling {
    @Override
    void play(Deployment cluster, CheckOptions options, Consumer<String> say)
        throws IOException, InterruptedException {
      for (int node = 1; node <= cluster.nodes().size(); node++) {
        say.accept("stopping node " + node);
        cluster.stop(node);
        say.accept("starting node " + node);
        cluster.start(node);
        Thread.sleep(SETTLE);
      }
    }
  },

  /** One node dies, and comes back when the others have gone on without it. */
  kill {
    @Override
    void play(Deployment cluster, CheckOptions options, Consumer<String> say)
        throws IOException, InterruptedException {
      int node = options.node(cluster.nodes().size());
      say.accept("killing node " + node);
      cluster.kill(node);
      Thread.sleep(options.away());
      say.accept("starting node " + node);
      cluster.start(node);
      Thread.sleep(SETTLE);
    }
  },

  /** All nodes but one die at once; that one ends too, since it is the fewer. All come back. */
  outage {
    @Override
    void play(Deployment cluster, CheckOptions options, Consumer<String> say)
        throws IOException, InterruptedException {
      int left = options.node(cluster.nodes().size());
      List<Integer> dead = others(cluster, left);
      say.accept("killing all nodes but node " + left);
      killAll(cluster, dead);
      cluster.awaitGivenUp(left);
      say.accept("node " + left + " has ended and was started again; starting the others");
      startAll(cluster, dead);
      cluster.awaitReady(left);
      Thread.sleep(SETTLE);
    }
  },

  /** All nodes die at once, and come back. */
  kill_all {
    @Override
    void play(Deployment cluster, CheckOptions options, Consumer<String> say)
        throws IOException, InterruptedException {
      List<Integer> all = others(cluster, 0);
      say.accept("killing all nodes");
      killAll(cluster, all);
      say.accept("starting all nodes");
      startAll(cluster, all);
      Thread.sleep(SETTLE);
    }
  },

  /** One node stands still for 3 seconds, which nobody takes for a death. */
  pause {
    @Override
    void play(Deployment cluster, CheckOptions options, Consumer<String> say)
        throws IOException, InterruptedException {
      int node = options.node(cluster.nodes().size());
      say.accept("holding node " + node);
      cluster.freeze(node);
      Thread.sleep(STUTTER);
      say.accept("letting node " + node + " go on");
      cluster.thaw(node);
      Thread.sleep(options.away());
    }
  },

  /** One node stands still for 30 seconds; the others go on without it. */
  freeze {
    @Override
    void play(Deployment cluster, CheckOptions options, Consumer<String> say)
        throws IOException, InterruptedException {
      int node = options.node(cluster.nodes().size());
      say.accept("freezing node " + node);
      cluster.freeze(node);
      Thread.sleep(FROZEN);
      say.accept("thawing node " + node);
      cluster.thaw(node);
      cluster.awaitReady(node);
      Thread.sleep(SETTLE);
    }
  },

  /** One node is cut off from the others; they go on without it, and it comes back. */
  partition {
    @Override
    void play(Deployment cluster, CheckOptions options, Consumer<String> say)
        throws IOException, InterruptedException {
      int node = options.node(cluster.nodes().size());
      say.accept("cutting node " + node + " off");
      cluster.cut(node);
      cluster.awaitGivenUp(node);
      say.accept("node " + node + " has ended and was started again, still cut off");
      Thread.sleep(SETTLE);
      say.accept("letting node " + node + " reach the others");
      cluster.mend(node);
      cluster.awaitReady(node);
      Thread.sleep(SETTLE);
    }
  },

  /** Redis is stopped and started again with what it has kept. */
  redis_restart {
    @Override
    void play(Deployment cluster, CheckOptions options, Consumer<String> say)
        throws IOException, InterruptedException {
      say.accept("restarting Redis");
      cluster.restartRedis();
      Thread.sleep(SETTLE);
    }
  },

  /** Redis answers nothing for 12 seconds. */
  redis_hang {
    @Override
    void play(Deployment cluster, CheckOptions options, Consumer<String> say)
        throws IOException, InterruptedException {
      say.accept("holding Redis");
      cluster.freezeRedis();
      Thread.sleep(HUNG);
      say.accept("letting Redis go on");
      cluster.thawRedis();
      Thread.sleep(SETTLE);
    }
  },

  /**
   * Redis ends and comes back with nothing. What was in it and had not reached everybody is lost;
   * nothing may come twice.
   */
  redis_empty {
    @Override
    void play(Deployment cluster, CheckOptions options, Consumer<String> say)
        throws IOException, InterruptedException {
      say.accept("replacing Redis by an empty one");
      cluster.emptyRedis();
      Thread.sleep(SETTLE);
    }
  },

  /** A roll, a kill and a restart of Redis. */
  mixed {
    @Override
    void play(Deployment cluster, CheckOptions options, Consumer<String> say)
        throws IOException, InterruptedException {
      rolling.play(cluster, options, say);
      redis_restart.play(cluster, options, say);
      kill.play(cluster, options, say);
    }
  };

  private static final Duration SETTLE = Duration.ofSeconds(3);

  /** Less than any profile takes for a death. */
  private static final Duration STUTTER = Duration.ofSeconds(3);

  private static final Duration FROZEN = Duration.ofSeconds(30);

  /** Longer than a publish waits, and than a connection to Redis that is silent is kept. */
  private static final Duration HUNG = Duration.ofSeconds(12);

  private static List<Integer> others(Deployment cluster, int node) {
    return IntStream.rangeClosed(1, cluster.nodes().size())
        .filter(other -> other != node)
        .boxed()
        .toList();
  }

  private static void killAll(Deployment cluster, List<Integer> nodes)
      throws IOException, InterruptedException {
    for (int node : nodes) {
      cluster.kill(node);
    }
  }

  private static void startAll(Deployment cluster, List<Integer> nodes)
      throws IOException, InterruptedException {
    for (int node : nodes) {
      cluster.start(node);
    }
  }

  /** As it is called on a command line and in reports: {@code redis-restart}. */
  @Override
  public String toString() {
    return name().replace('_', '-');
  }

  /**
   * Whether what comes on channels of Redis must all arrive: not where nobody hears them for a
   * while.
   */
  boolean sparesChannels() {
    return switch (this) {
      case calm, rolling, pause, kill, partition, freeze -> true;
      case outage, kill_all, redis_restart, redis_hang, redis_empty, mixed -> false;
    };
  }

  /** Does it, telling each step. */
  abstract void play(Deployment cluster, CheckOptions options, Consumer<String> say)
      throws IOException, InterruptedException;
}
