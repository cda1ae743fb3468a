package io.heddle.app.check;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

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
      Thread.sleep(AWAY);
      say.accept("starting node " + node);
      cluster.start(node);
      Thread.sleep(SETTLE);
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
      cluster.part(node);
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

  /** Longer than any profile needs to give a dead node up. */
  private static final Duration AWAY = Duration.ofSeconds(20);

  private static final Duration FROZEN = Duration.ofSeconds(30);

  /** As it is called on a command line and in reports: {@code redis-restart}. */
  @Override
  public String toString() {
    return name().replace('_', '-');
  }

  /** Does it, telling each step. */
  abstract void play(Deployment cluster, CheckOptions options, Consumer<String> say)
      throws IOException, InterruptedException;
}
