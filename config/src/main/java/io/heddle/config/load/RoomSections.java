package io.heddle.config.load;

import io.heddle.config.AccessRule;
import io.heddle.config.ClusterSettings;
import io.heddle.config.CursorSettings;
import io.heddle.config.DrainSettings;
import io.heddle.config.ExtensionSettings;
import io.heddle.config.HistoryMode;
import io.heddle.config.HistoryPolicy;
import io.heddle.config.HistorySettings;
import io.heddle.config.IngressSettings;
import io.heddle.config.LogChoice;
import io.heddle.config.MembershipFallback;
import io.heddle.config.MembershipKind;
import io.heddle.config.MembershipSettings;
import io.heddle.config.NamespacePolicy;
import io.heddle.config.NamespaceSettings;
import io.heddle.config.PresenceSettings;
import io.heddle.config.RedisMode;
import io.heddle.config.RedisSettings;
import io.heddle.config.RoomSettings;
import io.heddle.config.SqliteSettings;
import io.heddle.config.UndeclaredRule;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The sections about rooms, the cluster that they live in, and what else speaks in them. */
final class RoomSections {
  private RoomSections() {}

  static RedisSettings redis(SettingReader reader) {
    return new RedisSettings(
        reader.optional("redis.url", Formats::redisUrl),
        reader.flag("redis.required"),
        reader.duration("redis.command-timeout", "1ms", "10m"),
        reader.duration("redis.connect-timeout", "1ms", "10m"),
        reader.number("redis.queue", 1, 10_000_000),
        reader.duration("redis.backoff-min", "1ms", "1h"),
        reader.duration("redis.backoff-max", "1ms", "1h"),
        reader.choice("redis.mode", RedisMode.class),
        reader.number("redis.wait-replicas", 0, 100),
        reader.optional("redis.origin", Formats::notEmpty),
        reader.flag("redis.mirror"));
  }

  static IngressSettings ingress(SettingReader reader) {
    return new IngressSettings(
        reader.flag("redis.ingress.enabled"),
        reader.text("redis.ingress.stream"),
        reader.text("redis.ingress.group"),
        reader.optional("redis.ingress.consumer", Formats::notEmpty),
        reader.number("redis.ingress.batch", 1, 10_000),
        reader.number("redis.ingress.in-flight", 1, 1_000_000),
        reader.duration("redis.ingress.claim-after", "500ms", "1h"),
        reader.number("redis.ingress.tries", 1, 1_000_000),
        reader.text("redis.ingress.dead"),
        reader.number("redis.ingress.dead-max", 1, 100_000_000));
  }

  static RoomSettings rooms(SettingReader reader) {
    return new RoomSettings(
        reader.choice("rooms.undeclared", UndeclaredRule.class),
        reader.number("rooms.max-name-length", 1, 1000),
        reader.duration("rooms.idle-after", "1ms", "1d"),
        reader.duration("rooms.linger", "0s", "1h"),
        reader.number("rooms.tail", 0, 1_000_000),
        reader.duration("rooms.key-window", "0s", "1d"),
        reader.number("rooms.keys", 0, 1_000_000),
        reader.duration("rooms.publish-timeout", "1ms", "10m"),
        reader.duration("rooms.publish-retry", "1ms", "10m"),
        new PresenceSettings(
            reader.number("rooms.presence.max-users", 1, 100_000),
            reader.bytes("rooms.presence.state-size", "2B", "4KiB"),
            reader.duration("rooms.presence.leave-delay", "0s", "1m")));
  }

  static NamespaceSettings namespaces(SettingReader reader, List<String> names) {
    var policies = new LinkedHashMap<String, NamespacePolicy>();
    for (var name : names) {
      var at = "namespaces." + name;
      policies.put(
          name,
          new NamespacePolicy(
              name,
              rule(reader, at + ".subscribe"),
              rule(reader, at + ".publish"),
              reader.number(at + ".capacity", 0, 10_000_000),
              reader.flag(at + ".join-leave"),
              historyOf(reader, at + ".history"),
              reader.flag(at + ".durable-cursors"),
              reader.flag(at + ".presence")));
    }
    return new NamespaceSettings(policies);
  }

  private static HistoryPolicy historyOf(SettingReader reader, String at) {
    return new HistoryPolicy(
        reader.choice(at + ".mode", HistoryMode.class),
        reader.number(at + ".size", 1, 1_000_000),
        reader.duration(at + ".ttl", "1s", "365d"),
        reader.bytes(at + ".bytes", "0B", "1TiB"));
  }

  static HistorySettings history(SettingReader reader) {
    return new HistorySettings(
        reader.choice("log", LogChoice.class),
        reader.duration("history.meta-ttl", "1m", "3650d"),
        reader.number("history.devices", 1, 1000),
        new CursorSettings(
            reader.choice("history.cursors.acknowledge", CursorSettings.Acknowledge.class),
            reader.choice("history.cursors.new-user", CursorSettings.Begin.class),
            reader.choice("history.cursors.new-device", CursorSettings.Begin.class),
            reader.duration("history.cursors.flush", "1ms", "1m")));
  }

  static SqliteSettings sqlite(SettingReader reader) {
    return new SqliteSettings(
        reader.choice("sqlite.synchronous", SqliteSettings.Synchronous.class),
        reader.number("sqlite.queue", 1, 10_000_000));
  }

  private static AccessRule rule(SettingReader reader, String key) {
    return reader.read(
        key,
        value ->
            Values.text(value)
                .then(
                    text ->
                        AccessRule.parse(text)
                            .<Converted<AccessRule>>map(Converted.Ok::new)
                            .orElseGet(() -> noRule(text))));
  }

  private static Converted<AccessRule> noRule(String text) {
    return new Converted.Bad<>(
        List.of(
            new Converted.Problem(
                "'%s' is no rule; write anyone, authenticated, self, members, role:x, claim:x or nobody"
                    .formatted(text),
                Optional.empty(),
                NearestName.of(
                    text, List.of("anyone", "authenticated", "self", "members", "nobody")))));
  }

  static MembershipSettings memberships(SettingReader reader) {
    return new MembershipSettings(
        reader.choice("memberships.source", MembershipKind.class),
        reader.duration("memberships.timeout", "1ms", "1m"),
        reader.choice("memberships.on-failure", MembershipFallback.class),
        reader.optional("memberships.url", Formats::userUrl),
        reader.exact("memberships.bearer", Formats::bearer),
        reader.duration("memberships.cache-ttl", "0s", "1d"),
        reader.duration("memberships.remember", "10s", "7d"));
  }

  static ClusterSettings cluster(SettingReader reader) {
    return new ClusterSettings(reader.number("cluster.shards", 1, 10_000));
  }

  static DrainSettings drain(SettingReader reader) {
    return new DrainSettings(
        reader.duration("drain.timeout", "0s", "1h"),
        reader.duration("drain.load-balancer", "0s", "1h"),
        reader.number("drain.pace", 0, 1_000_000),
        reader.duration("drain.spread", "0s", "10m"),
        reader.duration("drain.in-flight", "0s", "1h"));
  }

  static ExtensionSettings extensions(SettingReader reader) {
    return new ExtensionSettings(
        reader.optional("extensions.folder", Formats::path).map(Path::of),
        reader.flag("extensions.required"),
        reader.duration("extensions.timeout", "1ms", "10m"),
        reader.number("extensions.threads", 1, 1000),
        reader.number("extensions.queue", 1, 1_000_000));
  }
}
