package io.heddle.cluster.formation;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import org.apache.pekko.cluster.Valid$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What all nodes of a cluster must have alike: with other numbers of shards a room would be in two
 * places, and with other logs in two histories. Made by Pekko, by its name in the configuration.
 *
 * <p>Pekko asks both sides, the cluster's first, but tells who wants to join only that the cluster
 * minds, not why. So the cluster lets the joining node find out: it is sent the cluster's values,
 * and ends with the key in its log.
 */
public final class Agreement extends JoinConfigCompatChecker {
  static final String SHARDS = "heddle.cluster.shards";
  static final String LOG = "heddle.log";

  /** Pekko hides it from this check on the cluster's side, by {@code sensitive-config-paths}. */
  static final String JOINING = "heddle.joining";

  private static final List<String> KEYS = List.of(SHARDS, LOG);

  /** For Pekko. */
  public Agreement() {}

  @Override
  public Seq<String> requiredKeys() {
    return CollectionConverters.asScala(KEYS).toSeq();
  }

  @Override
  public ConfigValidation check(Config cluster, Config here) {
    if (!here.hasPath(JOINING)) {
      return Valid$.MODULE$;
    }
    var differences = new ArrayList<String>();
    for (var key : KEYS) {
      var theirs = cluster.hasPath(key) ? cluster.getString(key) : "not set";
      if (!theirs.equals(here.getString(key))) {
        differences.add("%s is %s here, and %s there".formatted(key, here.getString(key), theirs));
      }
    }
    return differences.isEmpty()
        ? Valid$.MODULE$
        : new Invalid(CollectionConverters.asScala(differences).toSeq());
  }
}
