package io.heddle.app.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the key that signs our tokens comes from: the same places as the server's own. */
final class Secret {
  static final String VARIABLE = "HEDDLE_JWT_SECRET";
  static final String DATA_DIR = "HEDDLE_DATA_DIR";
  private static final String DEFAULT_DATA_DIR = "heddle-data";
  private static final String DEVELOPMENT = "dev-secret";

  private Secret() {}

  /** The variable, else the development secret of the data directory, else none. */
  static Optional<byte[]> byDefault(Map<String, String> environment) throws IOException {
    String given = environment.getOrDefault(VARIABLE, "");
    if (!given.isEmpty()) {
      return Optional.of(bytes(given));
    }
    Path file = Path.of(environment.getOrDefault(DATA_DIR, DEFAULT_DATA_DIR), DEVELOPMENT);
    return Files.isReadable(file) ? Optional.of(ofFile(file)) : Optional.empty();
  }

  /** The file's text, less white space around it. */
  static byte[] ofFile(Path file) throws IOException {
    return bytes(Files.readString(file).strip());
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
