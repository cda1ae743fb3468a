package io.heddle.cluster.formation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.config.ClusterSettings;
import io.heddle.config.ClusterTlsSettings;
import io.heddle.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The configuration of an actor system that is to be one of several. */
public final class ClusterConfig {
  /** Begins the role by which a node tells the others which policies it has. */
  static final String NAMESPACES = "namespaces-";

  private ClusterConfig() {}

  /**
   * Strongest first: {@code overrides}, what the settings say, the profile against split brains,
   * {@code io/heddle/cluster/shared.conf}, {@code io/heddle/cluster/pekko.conf}, the libraries' own
   * defaults.
   *
   * @param host by which other nodes reach this one, see {@link OwnAddress}
   * @param version of the program; nodes of the newest get new rooms first
   * @param overrides what an operator's file says about {@code pekko}; may refer to all the others
   */
  public static Config of(Settings settings, String host, String version, Config overrides) {
    ClusterSettings cluster = settings.cluster();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("pekko.remote.artery.canonical.hostname", host);
    values.put("pekko.remote.artery.canonical.port", cluster.port());
    values.put("pekko.remote.artery.advanced.maximum-frame-size", cluster.frameSize().value());
    values.put("pekko.cluster.sharding.number-of-shards", cluster.shards());
    values.put("pekko.cluster.app-version", version);
    values.put("pekko.cluster.roles", List.of(NAMESPACES + settings.namespaces().digest()));
    values.put(Agreement.SHARDS, cluster.shards());
    values.put(Agreement.LOG, settings.log().name().toLowerCase(Locale.ROOT));
    values.put(Agreement.JOINING, true);
    cluster.tls().ifPresent(tls -> put(values, tls));
    return overrides
        .withFallback(ConfigFactory.parseMap(values, "heddle.cluster"))
        .withFallback(resource(cluster.splitBrain().name().toLowerCase(Locale.ROOT) + ".conf"))
        .withFallback(resource("shared.conf"))
        .withFallback(resource("pekko.conf"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  private static void put(Map<String, Object> values, ClusterTlsSettings tls) {
    String ssl = "pekko.remote.artery.ssl.";
    String engine = ssl + "rotating-keys-engine.";
    values.put("pekko.remote.artery.transport", "tls-tcp");
    values.put(
        ssl + "ssl-engine-provider",
        "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider");
    values.put(engine + "cert-file", tls.certificate().toString());
    values.put(engine + "key-file", tls.key().toString());
    values.put(engine + "ca-cert-file", tls.authority().toString());
    values.put(engine + "ssl-context-cache-ttl", tls.reload().toMillis() + "ms");
  }

  private static Config resource(String name) {
    return ConfigFactory.parseResources(
        ClusterConfig.class.getClassLoader(), "io/heddle/cluster/" + name);
  }
}
