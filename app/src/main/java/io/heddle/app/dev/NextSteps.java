package io.heddle.app.dev;

import io.heddle.app.token.TokenMint;
import io.heddle.app.token.TokenRequest;
import io.heddle.config.AuthMode;
import io.heddle.config.EndpointSettings;
import io.heddle.config.RedisSettings;
import io.heddle.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** What to try with a node that has just started: lines that work when they are pasted. */
public final class NextSteps {
  /** Longer than a day's work, shorter than a token that somebody keeps. */
  private static final Duration TTL = Duration.ofHours(12);

  private static final Pattern PLAIN_WORD = Pattern.compile("[\\w./:@%+=,-]+");
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");
  private static final String NOTIFICATION = "notifications:alice '{\"title\":\"hi\"}'";

  private final Settings settings;
  private final OptionalInt ownRedisPort;
  private final String program;

  /**
   * The steps for a node.
   *
   * @param ownRedisPort of the Redis that was started with the node
   * @param program how the launcher was called
   */
  public NextSteps(Settings settings, OptionalInt ownRedisPort, String program) {
    this.settings = settings;
    this.ownRedisPort = ownRedisPort;
    this.program = program;
  }

  /** Everything, with tokens in it, for a node that listens on this port. */
  public String text(int port, TokenMint mint) {
    var web = "http://" + authority(port);
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add("Ready. See two clients talk: " + web + "/");
    if (isOpenToTheNetwork()) {
      lines.add("Whoever reaches this port can make a token for any user: " + host());
    }
    lines.add("");
    lines.add("Try next, in another terminal.");
    lines.add("As alice; then send {\"type\":\"subscribe\",\"room\":\"chat:lobby\"}");
    lines.add("(wscat comes with: npm install -g wscat)");
    lines.add("");
    lines.add("  " + wscat(port, mint));
    lines.add("");
    lines.add("To everybody, as an administrator:");
    lines.add("");
    lines.add("  " + curl(web, mint));
    lines.add("");
    if (settings.redis().url().isEmpty()) {
      lines.add("With " + quoted(program) + " dev --redis, backends can push through Redis too.");
    } else {
      lines.add("To alice, from a backend through Redis, with redis-cli or without:");
      lines.add("");
      redisLines().forEach(line -> lines.add("  " + line));
    }
    lines.add("");
    lines.add("Ctrl-C stops it.");
    lines.add("");
    return String.join(System.lineSeparator(), lines);
  }

  /** How to push to alice through Redis; none where no Redis is joined. */
  public List<String> redisLines() {
    var lines = new ArrayList<String>();
    redisCli().ifPresent(cli -> lines.add(cli + " PUBLISH " + NOTIFICATION));
    settings
        .redis()
        .url()
        .ifPresent(
            url -> lines.add(quoted(program) + " publish" + where(url) + " " + NOTIFICATION));
    return List.copyOf(lines);
  }

  /** The endpoint to try: the first that takes a token with the upgrade, else the first. */
  public String path() {
    var endpoints = settings.webSocket().endpoints();
    return endpoints.stream()
        .filter(endpoint -> endpoint.auth() == AuthMode.UPGRADE)
        .findFirst()
        .or(() -> endpoints.stream().findFirst())
        .map(EndpointSettings::path)
        .orElse("/ws");
  }

  /** Role that opens the admin API; empty where nobody may use it. */
  public Optional<String> adminRole() {
    return settings.auth().adminRoles().stream().findFirst();
  }

  private String wscat(int port, TokenMint mint) {
    var token = mint.mint(TokenRequest.of("alice", TTL));
    return "wscat -c 'ws://%s%s?token=%s'".formatted(authority(port), path(), token);
  }

  private String curl(String web, TokenMint mint) {
    var request = TokenRequest.of("admin", TTL);
    var token = mint.mint(adminRole().map(request::withRole).orElse(request));
    return ("curl -X POST %s/api/v1/websocket/broadcast -H 'Authorization: Bearer %s'"
            + " -H 'Content-Type: application/json'"
            + " -d '{\"type\":\"system_notification\",\"data\":{\"title\":\"hello, all\"}}'")
        .formatted(web, token);
  }

  /** A URL with a password is printed nowhere; Sentinel is nothing that redis-cli can follow. */
  private Optional<String> redisCli() {
    if (ownRedisPort.isPresent()) {
      return Optional.of("redis-cli -p " + ownRedisPort.getAsInt());
    }
    return settings
        .redis()
        .url()
        .filter(url -> url.startsWith("redis://") || url.startsWith("rediss://"))
        .map(
            url ->
                isPrintable(url) ? "redis-cli -u " + quoted(url) : "redis-cli -u \"$REDIS_URL\"");
  }

  /** Named where it can be, since the other terminal may be in another folder. */
  private static String where(String url) {
    return isPrintable(url) ? " --url " + quoted(url) : "";
  }

  private static boolean isPrintable(String url) {
    return RedisSettings.withoutCredentials(url).equals(url);
  }

  /** As a POSIX shell takes it for one word. */
  private static String quoted(String word) {
    return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private boolean isOpenToTheNetwork() {
    return !Set.of("127.0.0.1", "::1", "[::1]", "localhost").contains(host());
  }

  private String host() {
    return settings.webSocket().host();
  }

  private String authority(int port) {
    var host = EVERYWHERE.contains(host()) ? "127.0.0.1" : host();
    return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
  }
}
