package io.heddle.config.load;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.heddle.config.RedisSettings;
import java.util.Set;

/** What may be seen of a value. */
final class Shown {
  private static final String SECRET = "heddle.jwt.secret";
  private static final String BEARER = "heddle.memberships.bearer";
  private static final String URL = "heddle.redis.url";
  private static final String ISSUERS = "heddle.auth.issuers";
  private static final String HIDDEN = "(hidden)";
  private static final Set<String> SECRETS = Set.of(SECRET, BEARER, URL, ISSUERS);

  private Shown() {}

  static boolean isSecret(String key) {
    return SECRETS.contains(key);
  }

  /**
   * A text as it was written, quoted when it is empty; of a secret that there is one, of a URL all
   * but its credentials.
   */
  static String value(Candidate candidate) {
    var value =
        candidate.key().equals(ISSUERS) ? withoutSecrets(candidate.value()) : candidate.value();
    var text =
        value.valueType() == ConfigValueType.STRING
            ? String.valueOf(value.unwrapped())
            : value.render(ConfigRenderOptions.concise().setJson(false));
    if (text.isEmpty()) {
      return "\"\"";
    }
    return switch (candidate.key()) {
      case SECRET, BEARER -> HIDDEN;
      case URL -> RedisSettings.withoutCredentials(text);
      default -> text;
    };
  }

  private static ConfigValue withoutSecrets(ConfigValue value) {
    var hidden = ConfigValueFactory.fromAnyRef(HIDDEN);
    return switch (value) {
      case ConfigList list ->
          ConfigValueFactory.fromIterable(
              list.stream()
                  .map(
                      it ->
                          it instanceof ConfigObject issuer
                              ? issuer.containsKey("secret")
                                  ? issuer.withValue("secret", hidden)
                                  : issuer
                              : hidden)
                  .toList());
      default -> hidden;
    };
  }
}
