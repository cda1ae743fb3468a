package io.heddle.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final JwksSettings JWKS = new JwksSettings(SECOND, SECOND, SECOND);

  @ParameterizedTest
  @ValueSource(
      strings = {"anyone", "authenticated", "self", "members", "role:x", "claim:y:z", "nobody"})
  void aRuleIsWrittenAsItIsRead(String text) {
    assertThat(AccessRule.parse(text).map(AccessRule::text)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "role:", "claim:", "Anyone", "roles:x"})
  void whatIsNoRuleIsNone(String text) {
    assertThat(AccessRule.parse(text)).isEmpty();
  }

  @Test
  void aNamespaceThatNobodyDeclaredHasThePolicyOfDefault() {
    var policy =
        new NamespacePolicy(
            "default",
            new AccessRule.Anyone(),
            new AccessRule.Nobody(),
            3,
            false,
            new HistoryPolicy(HistoryMode.KEPT, 1, SECOND, new Bytes(0)),
            false,
            false);
    var namespaces = new NamespaceSettings(Map.of("default", policy));

    assertThat(namespaces.policy("chat")).isEqualTo(policy);
    assertThat(namespaces.declares("chat")).isFalse();
  }

  @Test
  void namespacesWithoutDefaultAreRefused() {
    assertThatThrownBy(() -> new NamespaceSettings(Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sizesAndRatesBelowTheirRangeAreRefused() {
    assertThatThrownBy(() -> new Bytes(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RateLimit(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RateLimit(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RateLimit(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sizesCompareByTheirValue() {
    assertThat(new Bytes(1)).isLessThan(new Bytes(2));
    assertThat(new Bytes(0).isZero()).isTrue();
    assertThat(new Bytes(4096).intValue()).isEqualTo(4096);
    assertThatThrownBy(() -> new Bytes(1L << 31).intValue())
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void theTextOfASettingHoldsNoSecret() {
    var jwt =
        new JwtSettings(
            Optional.of("hunter2"),
            Optional.empty(),
            Optional.empty(),
            JWKS,
            Optional.of("heddle"),
            Optional.empty(),
            SECOND,
            true);
    var redis =
        new RedisSettings(
            Optional.of("redis://:hunter2@cache:6379"),
            false,
            SECOND,
            SECOND,
            1,
            SECOND,
            SECOND,
            RedisMode.SINGLE,
            0,
            Optional.empty(),
            false);

    assertThat(jwt.toString()).doesNotContain("hunter2").contains("(hidden)", "heddle");
    assertThat(redis.toString()).doesNotContain("hunter2").contains("cache:6379");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://cache:6379/2, redis://cache:6379/2",
    "rediss://user:p@ss@cache, rediss://(hidden)@cache",
    "redis-sentinel://secret@a:1/0#main, redis-sentinel://(hidden)@a:1/0#main",
    "secret, (hidden)"
  })
  void aPrintedRedisUrlHidesItsCredentials(String url, String printed) {
    assertThat(RedisSettings.withoutCredentials(url)).isEqualTo(printed);
  }

  @Test
  void aSecretAPublicKeyOrASetOfKeysIsAKey() {
    assertThat(jwt("", "", "").keys()).isEmpty();
    assertThat(jwt("s", "", "").keys()).containsExactly(new KeySource.Secret("s"));
    assertThat(jwt("", "f", "").keys()).containsExactly(new KeySource.PublicKeyFile(Path.of("f")));
    assertThat(jwt("", "", "http://k").keys())
        .containsExactly(new KeySource.JwksUrl(URI.create("http://k")));
    assertThat(jwt("", "", "").hasKey()).isFalse();
    assertThat(jwt("", "", "http://k").hasKey()).isTrue();
  }

  private static JwtSettings jwt(String secret, String file, String url) {
    return new JwtSettings(
        Optional.of(secret).filter(it -> !it.isEmpty()),
        Optional.of(file).filter(it -> !it.isEmpty()).map(Path::of),
        Optional.of(url).filter(it -> !it.isEmpty()).map(URI::create),
        JWKS,
        Optional.empty(),
        Optional.empty(),
        SECOND,
        true);
  }

  @Test
  void theTextOfAnIssuerHoldsNoSecret() {
    var issuer =
        new IssuerSettings("a", Optional.empty(), new KeySource.Secret("hunter2"), List.of());
    assertThat(issuer.toString()).doesNotContain("hunter2");
  }
}
