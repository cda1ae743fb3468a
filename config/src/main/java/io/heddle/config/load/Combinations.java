package io.heddle.config.load;

import io.heddle.config.ClusterSettings;
import io.heddle.config.LogChoice;
import io.heddle.config.MembershipKind;
import io.heddle.config.MembershipSettings;
import io.heddle.config.RedisMode;
import io.heddle.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Values that are in order alone and impossible together. */
final class Combinations {
  /**
   * One of them.
   *
   * @param keys without the leading {@code heddle.}
   * @param impossible whether it is the case
   * @param text why
   */
  private record Combination(List<String> keys, Predicate<Settings> impossible, String text) {}

  private static final String ONE_KEY = "tokens are verified with one key; leave one of them out";
  private static final String ONE_PLACE =
      "each issuer has key and audience of its own; leave one of them out";

  private static final List<Combination> ALL =
      List.of(
          new Combination(
              List.of("jwt.secret", "jwt.public-key-file"),
              s -> s.jwt().secret().isPresent() && s.jwt().publicKeyFile().isPresent(),
              ONE_KEY),
          new Combination(
              List.of("jwt.secret", "jwt.jwks-url"),
              s -> s.jwt().secret().isPresent() && s.jwt().jwksUrl().isPresent(),
              ONE_KEY),
          new Combination(
              List.of("jwt.public-key-file", "jwt.jwks-url"),
              s -> s.jwt().publicKeyFile().isPresent() && s.jwt().jwksUrl().isPresent(),
              ONE_KEY),
          besideIssuers("jwt.secret", s -> s.jwt().secret().isPresent()),
          besideIssuers("jwt.public-key-file", s -> s.jwt().publicKeyFile().isPresent()),
          besideIssuers("jwt.jwks-url", s -> s.jwt().jwksUrl().isPresent()),
          besideIssuers("jwt.issuer", s -> s.jwt().issuer().isPresent()),
          besideIssuers("jwt.audience", s -> s.jwt().audience().isPresent()),
          new Combination(
              List.of("websocket.ping-interval", "websocket.pong-wait"),
              s -> s.webSocket().pingInterval().compareTo(s.webSocket().pongWait()) >= 0,
              "a connection that is idle would be taken for dead before it is pinged"),
          new Combination(
              List.of("websocket.outbox-size", "websocket.max-message-size"),
              s -> s.webSocket().outboxSize().compareTo(s.webSocket().maxMessageSize()) < 0,
              "a message of the largest size would not fit into the outbox of its receivers"),
          new Combination(
              List.of("websocket.connect-wait", "websocket.timeout"),
              s -> s.webSocket().connectWait().compareTo(s.webSocket().timeout()) > 0,
              "the connection would be closed before the wait is over"),
          new Combination(
              List.of("websocket.endpoints", "websocket.enabled"),
              s -> s.webSocket().enabled() && s.webSocket().endpoints().isEmpty(),
              "there would be no path to connect to"),
          new Combination(
              List.of("auth.user-claims"),
              s -> s.auth().userClaims().isEmpty(),
              "no token would have a user; name at least one claim"),
          new Combination(
              List.of("redis.required", "redis.url"),
              s -> s.redis().required() && s.redis().url().isEmpty(),
              "a Redis is required, but none is named"),
          new Combination(
              List.of("redis.mirror", "redis.url"),
              s -> s.redis().mirror() && s.redis().url().isEmpty(),
              "there would be no Redis to publish in"),
          new Combination(
              List.of("redis.mirror", "redis.origin"),
              s -> s.redis().mirror() && s.redis().origin().isEmpty(),
              "this cluster would hear its own messages again"),
          new Combination(
              List.of("redis.ingress.dead", "redis.ingress.stream"),
              s -> s.ingress().dead().equals(s.ingress().stream()),
              "what no room takes would be read again for ever"),
          new Combination(
              List.of("redis.backoff-min", "redis.backoff-max"),
              s -> s.redis().backoffMin().compareTo(s.redis().backoffMax()) > 0,
              "the first wait would be longer than the longest"),
          new Combination(
              List.of("log", "redis.url"),
              s -> s.history().log() == LogChoice.REDIS && s.redis().url().isEmpty(),
              "the log is to be in Redis, but none is named"),
          new Combination(
              List.of("log", "cluster.seeds", "cluster.dns", "cluster.host"),
              s -> s.cluster().isShared() && s.history().log() == LogChoice.SQLITE,
              "the log of several nodes cannot be a file of one of them; use redis, or auto"),
          new Combination(
              List.of("log", "redis.url", "cluster.seeds", "cluster.dns", "cluster.host"),
              s ->
                  s.cluster().isShared()
                      && s.history().log() == LogChoice.AUTO
                      && s.redis().url().isEmpty(),
              "the log of several nodes is in Redis, but none is named"),
          new Combination(
              List.of("cluster.seeds", "cluster.dns"),
              s -> !s.cluster().seeds().isEmpty() && s.cluster().dns().isPresent(),
              "nodes are named in one way; leave one of them out"),
          new Combination(
              List.of("cluster.min-nodes", "cluster.seeds", "cluster.dns", "cluster.host"),
              s -> s.cluster().minNodes() > 1 && !s.cluster().isShared(),
              "a node that is alone would never be ready"),
          new Combination(
              List.of("cluster.frame-size", "websocket.max-message-size"),
              s ->
                  s.cluster().frameSize().value()
                      < ClusterSettings.leastFrameFor(s.webSocket().maxMessageSize()).value(),
              "a message of the largest size would not fit between nodes with what goes along;"
                  + " make it 256KiB more than that size at least, and 512KiB in any case"),
          new Combination(
              List.of("cluster.tls.certificate", "cluster.tls.key", "cluster.tls.authority"),
              s -> s.cluster().tls().filter(tls -> !tls.isComplete()).isPresent(),
              "nodes prove who they are with all three; one is missing"),
          new Combination(
              List.of("redis.wait-replicas", "redis.mode"),
              s -> s.redis().waitReplicas() > 0 && s.redis().mode() == RedisMode.CLUSTER,
              "waiting for replicas is not done in a Redis Cluster"),
          new Combination(
              List.of("redis.mode", "redis.url"),
              s -> s.redis().mode() == RedisMode.SENTINEL && !s.redis().namesSentinels(),
              "sentinels are named by a URL that begins with redis-sentinel://"),
          new Combination(
              List.of("rooms.publish-retry", "rooms.publish-timeout"),
              s -> s.rooms().publishRetry().compareTo(s.rooms().publishTimeout()) >= 0,
              "a publish would time out before it is sent again"),
          new Combination(
              List.of("memberships.source", "redis.url"),
              s -> s.memberships().source() == MembershipKind.REDIS && s.redis().url().isEmpty(),
              "the groups are to be in Redis, but none is named"),
          new Combination(
              List.of("memberships.source", "memberships.url"),
              s ->
                  s.memberships().source() == MembershipKind.HTTP
                      && s.memberships().url().isEmpty(),
              "there would be no service to ask"),
          new Combination(
              List.of("memberships.remember", "memberships.cache-ttl", "memberships.timeout"),
              s ->
                  s.memberships().source() == MembershipKind.HTTP
                      && s.memberships().remember().compareTo(oldest(s.memberships())) < 0,
              "an answer from before a live change could undo it"),
          new Combination(
              List.of("drain.in-flight", "drain.timeout"),
              s -> s.drain().inFlight().compareTo(s.drain().timeout()) > 0,
              "the part would be longer than the whole"),
          new Combination(
              List.of("drain.load-balancer", "drain.timeout"),
              s -> s.drain().loadBalancer().compareTo(s.drain().timeout()) > 0,
              "the part would be longer than the whole"),
          new Combination(
              List.of("drain.pace", "drain.timeout", "limits.max-connections"),
              s -> s.drain().pace() > 0 && s.drain().movable() < s.limits().maxConnections(),
              "a full node would not have asked all of its connections to move before they are closed"));

  private Combinations() {}

  /** How long ago a kept answer may have been asked for. */
  private static Duration oldest(MembershipSettings memberships) {
    return memberships.cacheTtl().plus(memberships.timeout());
  }

  private static Combination besideIssuers(String key, Predicate<Settings> isSet) {
    return new Combination(
        List.of("auth.issuers", key),
        s -> !s.auth().issuers().isEmpty() && isSet.test(s),
        ONE_PLACE);
  }

  /**
   * The faults of settings whose single values are in order; keys that are faulty already are
   * passed over.
   */
  static List<Fault> check(Settings settings, SettingReader reader, Layers layers) {
    return ALL.stream()
        .filter(it -> it.keys.stream().noneMatch(key -> reader.isFaulty(full(key))))
        .filter(it -> it.impossible.test(settings))
        .map(it -> fault(it, layers))
        .toList();
  }

  /** It stands at the first value that was not left as it was. */
  private static Fault fault(Combination combination, Layers layers) {
    var candidates = combination.keys.stream().map(key -> layers.of(full(key))).toList();
    var at =
        candidates.stream()
            .filter(candidate -> !isGround(candidate.origin()))
            .findFirst()
            .orElse(candidates.getFirst());
    var values =
        candidates.stream()
            .map(it -> "%s is %s (%s)".formatted(it.key(), Shown.value(it), it.origin().text()))
            .collect(Collectors.joining(" and "));
    return new Fault(at.key(), at.origin(), values + ": " + combination.text);
  }

  /** What somebody wrote stands over what came with Heddle. */
  private static boolean isGround(Origin origin) {
    return origin instanceof Origin.Default || origin instanceof Origin.InPreset;
  }

  private static String full(String key) {
    return Reference.ROOT + "." + key;
  }
}
