package io.heddle.config;

import java.time.Duration;
import java.util.List;

/**
 * What is read from a verified token and what it allows: {@code heddle.auth}.
 *
 * @param issuers who issues tokens, where there are several; none: what {@code heddle.jwt} says
 * @param userClaims claims in which the user stands; the first that is there counts
 * @param keepClaims further claims that stay with the connection
 * @param cookies names of cookies in which a token may come, in the order in which they are tried;
 *     none: cookies are not read
 * @param adminRoles roles that may use the admin API
 * @param broadcast which clients may send {@code broadcast}
 * @param direct which clients may send {@code direct}
 * @param expiringNotice how long before a token's end its connection is told
 * @param capabilities what the rooms that a token names are worth
 * @param capabilitiesClaim the claim in which they stand
 * @param timeout how long an authenticator or origin policy of an extension's may take
 */
public record AuthSettings(
    List<IssuerSettings> issuers,
    List<String> userClaims,
    List<String> keepClaims,
    List<String> cookies,
    List<String> adminRoles,
    BroadcastRule broadcast,
    DirectRule direct,
    Duration expiringNotice,
    CapabilityRule capabilities,
    String capabilitiesClaim,
    Duration timeout) {
  /** Takes copies of the lists. */
  public AuthSettings {
    issuers = List.copyOf(issuers);
    userClaims = List.copyOf(userClaims);
    keepClaims = List.copyOf(keepClaims);
    cookies = List.copyOf(cookies);
    adminRoles = List.copyOf(adminRoles);
  }
}
