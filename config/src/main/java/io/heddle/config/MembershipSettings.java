package io.heddle.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Which groups a user is in: {@code heddle.memberships}.
 *
 * @param source who knows it at connect
 * @param timeout for one answer
 * @param onFailure what becomes of a user where there is none
 * @param url where a service is asked, with {@code {user}} for the user's id
 * @param bearer what the service gets as {@code Authorization: Bearer}
 * @param cacheTtl how long an answer of the service is used again; zero for not at all
 * @param remember how long a live change goes before what token or source say
 */
public record MembershipSettings(
    MembershipKind source,
    Duration timeout,
    MembershipFallback onFailure,
    Optional<String> url,
    Optional<String> bearer,
    Duration cacheTtl,
    Duration remember) {
  /** What stands for the user's id in {@link #url}. */
  public static final String USER = "{user}";

  /** Without the credentials. */
  @Override
  public String toString() {
    return ("MembershipSettings[source=%s, timeout=%s, onFailure=%s, url=%s, bearer=%s,"
            + " cacheTtl=%s, remember=%s]")
        .formatted(
            source,
            timeout,
            onFailure,
            url,
            bearer.isPresent() ? "(hidden)" : "(none)",
            cacheTtl,
            remember);
  }
}
