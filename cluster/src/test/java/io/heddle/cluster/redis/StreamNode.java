package io.heddle.cluster.redis;

import com.typesafe.config.ConfigFactory;
import io.heddle.config.Settings;
import io.heddle.config.load.SettingsLoader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** One node's reader of the stream, with a fabric that can be looked at. */
final class StreamNode {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final RecordingFabric fabric = new RecordingFabric();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final RedisLink link = new RedisLink(Clock.systemUTC().instant());

  private final ActorTestKit kit;
  private final ActorRef<StreamIngress.Command> actor;

  /**
   * Starts it.
   *
   * @param more settings in HOCON
   * @param steps is told how far entries have come; what it throws ends the node as a crash would
   */
  StreamNode(
      ActorTestKit kit,
      String url,
      String name,
      KeyedRooms rooms,
      String more,
      Consumer<StreamStep> steps) {
    this.kit = kit;
    fabric.rooms = rooms;
    Settings settings = settings(url, more);
    actor =
        kit.spawn(
            StreamIngress.create(
                new StreamEnvironment(
                    settings.redis(),
                    settings.ingress(),
                    settings.webSocket().maxMessageSize(),
                    settings.rooms(),
                    settings.namespaces(),
                    name,
                    fabric,
                    link,
                    registry,
                    Clock.systemUTC()),
                steps));
  }

  static Settings settings(String url, String more) {
    String hocon =
        """
        heddle.jwt.secret = "0123456789012345678901234567890123456789"
        heddle.redis {
          url = "%s"
          backoff-min = 20ms
          backoff-max = 100ms
          ingress.claim-after = 1s
        }
        """
            .formatted(url);
    return SettingsLoader.load(
            Optional.empty(),
            Map.of(),
            ConfigFactory.parseString(more).withFallback(ConfigFactory.parseString(hocon)))
        .orThrow();
  }

  double count(String name, String... tags) {
    var found = registry.get("heddle.ingress.stream." + name).tags(tags).meter();
    return found.measure().iterator().next().getValue();
  }

  boolean reads() {
    return count("reading") == 1;
  }

  void awaitEnd() {
    TestProbe<Done> probe = kit.createTestProbe();
    probe.expectTerminated(actor, PATIENCE);
  }

  TestProbe<Done> stop() {
    TestProbe<Done> probe = kit.createTestProbe();
    actor.tell(new StreamIngress.Stop(probe.ref()));
    return probe;
  }
}
