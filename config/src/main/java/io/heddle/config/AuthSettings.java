package io.heddle.config;

import java.time.Duration;
import java.util.List;

/**
 * What is read from a verified token and what it allows: {@code heddle.auth}.
 *
 * @param userClaims claims in which the user stands; the first that is there counts
 * @param keepClaims further claims that stay with the connection
 * @param cookies names of cookies in which a token may come, in the order in which they are tried;
 *     none: cookies are not read
 * @param adminRoles roles that may use the admin API
 * @param broadcast which clients may send {@code broadcast}
 * @param direct which clients may send {@code direct}
 * @param expiringNotice how long before a token's end its connection is told
 */
public record AuthSettings(
    List<String> userClaims,
    List<String> keepClaims,
    List<String> cookies,
    List<String> adminRoles,
    BroadcastRule broadcast,
    DirectRule direct,
    Duration expiringNotice) {
  /** Takes copies of the lists. */
  public AuthSettings {
    userClaims = List.copyOf(userClaims);
    keepClaims = List.copyOf(keepClaims);
    cookies = List.copyOf(cookies);
    adminRoles = List.copyOf(adminRoles);
  }
}
