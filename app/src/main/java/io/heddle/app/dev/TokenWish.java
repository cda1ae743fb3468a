package io.heddle.app.dev;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heddle.app.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /dev/token}; what is left out is empty. */
record TokenWish(
    @JsonProperty("user") @Nullable String user,
    @JsonProperty("roles") @Nullable List<String> roles,
    @JsonProperty("groups") @Nullable List<String> groups,
    @JsonProperty("permissions") @Nullable List<String> permissions) {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(TokenWish.class);

  /** Throws {@link IOException} where the body is not such an object. */
  static TokenWish parse(byte[] body) throws IOException {
    return READER.readValue(body);
  }

  /** Throws {@link IllegalArgumentException} where there is no user. */
  TokenRequest request(Duration ttl) {
    return new TokenRequest(
        user == null ? "" : user, some(roles), some(groups), some(permissions), Map.of(), ttl);
  }

  private static List<String> some(@Nullable List<String> given) {
    return given == null ? List.of() : given;
  }
}
