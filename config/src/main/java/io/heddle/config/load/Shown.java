package io.heddle.config.load;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueType;
import io.heddle.config.RedisSettings;
import java.util.Set;

/** What may be seen of a value. */
final class Shown {
  private static final String SECRET = "heddle.jwt.secret";
  private static final String URL = "heddle.redis.url";
  private static final Set<String> SECRETS = Set.of(SECRET, URL);

  private Shown() {}

  static boolean isSecret(String key) {
    return SECRETS.contains(key);
  }

  /**
   * A text as it was written, quoted when it is empty; of a secret that there is one, of a URL all
   * but its credentials.
   */
  static String value(Candidate candidate) {
    var value = candidate.value();
    var text =
        value.valueType() == ConfigValueType.STRING
            ? String.valueOf(value.unwrapped())
            : value.render(ConfigRenderOptions.concise().setJson(false));
    if (text.isEmpty()) {
      return "\"\"";
    }
    return switch (candidate.key()) {
      case SECRET -> "(hidden)";
      case URL -> RedisSettings.withoutCredentials(text);
      default -> text;
    };
  }
}
