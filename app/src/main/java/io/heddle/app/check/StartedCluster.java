package io.heddle.app.check;

import io.heddle.app.dev.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A cluster of {@code heddle cluster}, told what to do as an operator would, and its Redis. */
final class StartedCluster implements Deployment {
  private static final Pattern NODE = Pattern.compile("node (\\d+): ws://([^/ ]+)/.*");
  private static final String PROCESS_ID = "process_id:";
  private static final String REDIS = "redis";
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Duration ASK = Duration.ofSeconds(1);

  private final Path folder;
  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ASK).build();
  private final List<URI> nodes = new ArrayList<>();
  private EmbeddedRedis redis;
  private Path redisFolder;
  private Optional<String> frozen = Optional.empty();

  /** How many lines had been said when something was last done. */
  private int done;

  private StartedCluster(Path folder, Process process, EmbeddedRedis redis) {
    this.folder = folder;
    this.process = process;
    this.redis = redis;
    this.redisFolder = folder.resolve(REDIS);
    Thread.ofVirtual().start(this::read);
  }

  /**
   * Starts one, and returns when all nodes are ready.
   *
   * @param launch this program without a command
   * @param cuttable whether {@link #cut} works; what nodes say to each other takes one more hop
   * @param folder for what the nodes and Redis keep, and for their logs
   * @param secret that signs tokens
   */
  static StartedCluster start(
      List<String> launch,
      Map<String, String> environment,
      int count,
      boolean cuttable,
      Path folder,
      String secret)
      throws IOException, InterruptedException {
    EmbeddedRedis redis = EmbeddedRedis.keeping(folder.resolve(REDIS), EmbeddedRedis.freePort());
    List<String> command = new ArrayList<>(launch);
    command.addAll(List.of("cluster", "--while-input", "--nodes", Integer.toString(count)));
    if (cuttable) {
      command.add("--cuttable");
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(environment);
    variables.put("REDIS_URL", redis.url());
    variables.put("HEDDLE_JWT_SECRET", secret);
    variables.put("HEDDLE_DATA_DIR", folder.toString());
    variables.put("WEBSOCKET_PORT", "0");
    variables.put("HEDDLE_RATE_LIMIT", "off");
    StartedCluster cluster = new StartedCluster(folder, builder.start(), redis);
    try {
      cluster.await("all ", 0);
      cluster.find();
      return cluster;
    } catch (IOException | InterruptedException fault) {
      cluster.close();
      throw fault;
    }
  }

  private void read() {
    try (var in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      in.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException fault) {
      lines.add(String.valueOf(fault.getMessage()));
    }
  }

  private void find() {
    for (String line : lines) {
      Matcher node = NODE.matcher(line);
      if (node.matches()) {
        nodes.add(URI.create("http://" + node.group(2)));
      }
    }
  }

  @Override
  public List<URI> nodes() {
    return List.copyOf(nodes);
  }

  @Override
  public Optional<String> redis() {
    return Optional.of(redis.url());
  }

  @Override
  public void stop(int node) throws IOException, InterruptedException {
    await("node " + node + " left (0)", tell("stop " + node));
  }

  @Override
  public void kill(int node) throws IOException, InterruptedException {
    await("node " + node + " was killed", tell("kill " + node));
  }

  @Override
  public void start(int node) throws IOException, InterruptedException {
    int _ = tell("start " + node);
    awaitReady(node);
  }

  @Override
  public void freeze(int node) throws IOException, InterruptedException {
    signal("STOP", node);
  }

  @Override
  public void thaw(int node) throws IOException, InterruptedException {
    signal("CONT", node);
  }

  private void signal(String name, int node) throws IOException, InterruptedException {
    done = lines.size();
    signal(name, Files.readString(folder.resolve("node-" + node + ".pid")).strip());
  }

  private static void signal(String name, String pid) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " " + pid + " ended with " + code);
    }
  }

  @Override
  public void cut(int node) throws IOException, InterruptedException {
    await("node " + node + " is cut off", tell("cut " + node));
  }

  @Override
  public void mend(int node) throws IOException, InterruptedException {
    await("node " + node + " can reach the others again", tell("mend " + node));
  }

  @Override
  public void awaitGivenUp(int node) throws IOException, InterruptedException {
    await("node " + node + " ended by itself (1), and is started again", done);
  }

  @Override
  public void awaitReady(int node) throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() - end < 0) {
      if (isReady(nodes.get(node - 1))) {
        return;
      }
      Thread.sleep(100);
    }
    throw new IOException("node " + node + " is not ready: see " + folder);
  }

  private boolean isReady(URI node) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(node.resolve("/health/ready")).timeout(ASK).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void restartRedis() throws IOException {
    int port = redis.port();
    redis.close();
    redis = EmbeddedRedis.keeping(redisFolder, port);
  }

  @Override
  public void emptyRedis() throws IOException {
    redisFolder = Files.createTempDirectory(folder, "redis");
    restartRedis();
  }

  @Override
  public void freezeRedis() throws IOException, InterruptedException {
    String pid = redisPid();
    signal("STOP", pid);
    frozen = Optional.of(pid);
  }

  @Override
  public void thawRedis() throws IOException, InterruptedException {
    if (frozen.isPresent()) {
      signal("CONT", frozen.get());
      frozen = Optional.empty();
    }
  }

  private String redisPid() throws IOException {
    try (RedisClient client = RedisClient.create(redis.url());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection
          .sync()
          .info("server")
          .lines()
          .filter(line -> line.startsWith(PROCESS_ID))
          .map(line -> line.substring(PROCESS_ID.length()).strip())
          .findFirst()
          .orElseThrow(() -> new IOException("Redis does not tell its " + PROCESS_ID));
    }
  }

  /** What the cluster has said so far, a line each. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Tells a line, and how many lines had been said before. */
  private int tell(String line) throws IOException {
    done = lines.size();
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    return done;
  }

  private void await(String start, int from) throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (lines.stream().skip(from).noneMatch(line -> line.startsWith(start))) {
      if (System.nanoTime() - end >= 0 || !process.isAlive()) {
        throw new IOException("no '" + start + "' from the cluster:\n" + String.join("\n", lines));
      }
      Thread.sleep(50);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        // Who is asked twice hurries; there is nothing left to be lost.
        process.destroy();
      }
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      thawRedis();
      redis.close();
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // It is gone already, which is what was wanted.
      process.destroyForcibly();
    }
    http.shutdownNow();
  }
}
