package io.heddle.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.heddle.app.Heddle;
import io.heddle.config.Settings;
import io.heddle.config.load.SettingsLoader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetersDocumentedTest {
  private static final Pattern SERVED =
      Pattern.compile(
          "^# TYPE (heddle_[a-z_]+?)(_total|_seconds|_seconds_max|_max)? ", Pattern.MULTILINE);
  private static final Pattern DOCUMENTED = Pattern.compile("`(heddle\\.[a-z.]+)`");

  @Test
  void everyMeterIsInTheDocumentAndEveryDocumentedOneIsServed() throws Exception {
    Set<String> documented = new TreeSet<>();
    Matcher names = DOCUMENTED.matcher(Files.readString(Path.of("..", "docs", "metrics.md")));
    while (names.find()) {
      documented.add(names.group(1));
    }
    Set<String> served = new TreeSet<>();
    Matcher types = SERVED.matcher(metricsPage());
    while (types.find()) {
      served.add(types.group(1).replace('_', '.'));
    }

    assertThat(served).hasSizeGreaterThan(20);
    assertThat(documented).containsAll(served);
    documented.removeIf(
        name -> name.matches("heddle\\.(http\\.rejected|admin\\.requests|redis\\.gap)"));
    assertThat(served)
        .as("requests, rejections and gaps appear with the first one")
        .containsAll(documented);
  }

  private static String metricsPage() throws Exception {
    Settings settings =
        SettingsLoader.load(
                Optional.empty(),
                Map.of(),
                ConfigFactory.parseMap(
                    Map.of(
                        "heddle.websocket.host", "127.0.0.1",
                        "heddle.websocket.port", 0,
                        "heddle.data-dir", Files.createTempDirectory("heddle").toString(),
                        "heddle.jwt.secret", "0123456789012345678901234567890123456789",
                        "heddle.redis.url", "redis://127.0.0.1:1",
                        "heddle.redis.origin", "meters",
                        "heddle.redis.mirror", "on")))
            .orThrow();
    try (Heddle node = Heddle.start(settings);
        HttpClient client = HttpClient.newHttpClient()) {
      URI page = URI.create("http://127.0.0.1:" + node.address().getPort() + "/metrics");
      return client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
    }
  }
}
