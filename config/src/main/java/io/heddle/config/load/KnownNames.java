package io.heddle.config.load;

import com.typesafe.config.ConfigObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys that there are, and the variables that name them. */
final class KnownNames {
  /** Variables that say where settings come from, and those that the start script reads. */
  static final Set<String> NO_SETTINGS =
      Set.of(
          "HEDDLE_CONFIG", Preset.VARIABLE, "HEDDLE_JAVA_HOME", "HEDDLE_JAVA_OPTS", "HEDDLE_HOME");

  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9_-]+");

  /** Names beside those that the rule gives. */
  private static final Map<String, List<String>> ALIASES =
      Map.ofEntries(
          Map.entry("heddle.debug", List.of("WEBSOCKET_DEBUG")),
          Map.entry("heddle.websocket.enabled", List.of("WEBSOCKET_ENABLED")),
          Map.entry("heddle.websocket.host", List.of("WEBSOCKET_HOST")),
          Map.entry("heddle.websocket.port", List.of("WEBSOCKET_PORT")),
          Map.entry("heddle.websocket.endpoints", List.of("WEBSOCKET_PATH")),
          Map.entry("heddle.websocket.url", List.of("WEBSOCKET_URL")),
          Map.entry("heddle.websocket.allowed-origins", List.of("WEBSOCKET_ALLOWED_ORIGINS")),
          Map.entry("heddle.websocket.timeout", List.of("WEBSOCKET_TIMEOUT")),
          Map.entry("heddle.websocket.read-buffer-size", List.of("WEBSOCKET_READ_BUFFER_SIZE")),
          Map.entry("heddle.websocket.write-buffer-size", List.of("WEBSOCKET_WRITE_BUFFER_SIZE")),
          Map.entry("heddle.websocket.max-message-size", List.of("WEBSOCKET_MAX_MESSAGE_SIZE")),
          Map.entry("heddle.websocket.ping-interval", List.of("WEBSOCKET_PING_INTERVAL")),
          Map.entry("heddle.websocket.pong-wait", List.of("WEBSOCKET_PONG_WAIT")),
          Map.entry("heddle.websocket.write-wait", List.of("WEBSOCKET_WRITE_WAIT")),
          Map.entry(
              "heddle.limits.max-connections",
              List.of("WEBSOCKET_LIMITS_MAX_CONNECTIONS", "WEBSOCKET_MAX_CONNECTIONS")),
          Map.entry(
              "heddle.limits.max-connections-per-room",
              List.of("WEBSOCKET_LIMITS_MAX_CONNECTIONS_PER_ROOM")),
          Map.entry("heddle.rate-limit.connection", List.of("HEDDLE_RATE_LIMIT")),
          Map.entry("heddle.redis.url", List.of("REDIS_URL")));

  private final Set<String> keys;
  private final Map<String, List<String>> keysByVariable = new LinkedHashMap<>();

  private KnownNames(Set<String> keys) {
    this.keys = keys;
    for (var key : keys) {
      for (var variable : variables(key)) {
        keysByVariable.computeIfAbsent(variable, _ -> new ArrayList<>()).add(key);
      }
    }
  }

  /** Those of the reference, and of the namespaces that a file declares. */
  static KnownNames of(Reference reference, ConfigFile file) {
    var keys = new LinkedHashSet<>(reference.leaves().keySet());
    var policy =
        keys.stream()
            .filter(key -> key.startsWith(Reference.DEFAULT_NAMESPACE + "."))
            .map(key -> key.substring(Reference.DEFAULT_NAMESPACE.length()))
            .toList();
    for (var namespace : declared(file)) {
      policy.forEach(end -> keys.add(Reference.NAMESPACES + "." + namespace + end));
    }
    return new KnownNames(keys);
  }

  private static List<String> declared(ConfigFile file) {
    return file.resolved().root().get(Reference.ROOT) instanceof ConfigObject heddle
            && heddle.get("namespaces") instanceof ConfigObject namespaces
        ? Reference.inFileOrder(namespaces).stream()
            .filter(e -> e.getValue() instanceof ConfigObject)
            .map(Map.Entry::getKey)
            .filter(name -> NAMESPACE.matcher(name).matches())
            .toList()
        : List.of();
  }

  /** The variables of a key: by rule first, then the aliases. */
  static List<String> variables(String key) {
    return Stream.concat(
            Stream.of(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_')),
            ALIASES.getOrDefault(key, List.of()).stream())
        .toList();
  }

  /** All keys: in the order of the reference, then declared namespaces. */
  Collection<String> keys() {
    return keys;
  }

  boolean isKey(String key) {
    return keys.contains(key);
  }

  boolean isGroup(String key) {
    return keys.stream().anyMatch(k -> k.startsWith(key + "."));
  }

  /** The namespaces that have a policy, in order. */
  List<String> namespaces() {
    return keys.stream()
        .filter(key -> key.startsWith(Reference.NAMESPACES + "."))
        .map(key -> key.substring(Reference.NAMESPACES.length() + 1))
        .map(rest -> rest.substring(0, rest.indexOf('.')))
        .distinct()
        .toList();
  }

  /**
   * The keys that a variable names; more than one only where two namespaces differ in {@code -} and
   * {@code _} alone.
   */
  List<String> keysOf(String variable) {
    return keysByVariable.getOrDefault(variable, List.of());
  }

  Optional<String> nearestKey(String wrong) {
    var all = new LinkedHashSet<>(keys);
    for (var key : keys) {
      all.add(key.substring(0, key.lastIndexOf('.')));
    }
    return NearestName.of(wrong, all);
  }

  Optional<String> nearestVariable(String wrong) {
    var all = new LinkedHashSet<>(keysByVariable.keySet());
    all.addAll(NO_SETTINGS);
    return NearestName.of(wrong, all);
  }
}
