package io.heddle.cluster.sharding;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.config.ClusterSettings;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** A cluster of one: the same code as a cluster of many, formed and left without waiting. */
public final class LocalCluster {
  private LocalCluster() {}

  /**
   * The configuration of an actor system that is to be a cluster of one. Strongest first: {@code
   * overrides}, {@code io/heddle/cluster/local.conf}, {@code io/heddle/cluster/pekko.conf}, the
   * libraries' own defaults.
   *
   * @param overrides what an operator's file says about {@code pekko}; may refer to all the others
   */
  public static Config config(ClusterSettings settings, Config overrides) {
    Config shards =
        ConfigFactory.parseMap(
            Map.of("pekko.cluster.sharding.number-of-shards", settings.shards()),
            "heddle.cluster.shards");
    return overrides
        .withFallback(shards)
        .withFallback(resource("local.conf"))
        .withFallback(resource("pekko.conf"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  /**
   * Makes this node a cluster of its own. Returns at once; {@link ShardedRooms#ready} tells when it
   * can be used.
   */
  public static void join(ActorSystem<?> system) {
    Cluster cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
  }

  private static Config resource(String name) {
    return ConfigFactory.parseResources(
        LocalCluster.class.getClassLoader(), "io/heddle/cluster/" + name);
  }
}
