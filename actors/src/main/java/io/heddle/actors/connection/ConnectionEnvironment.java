package io.heddle.actors.connection;

import io.heddle.actors.extension.RunningExtensions;
import io.heddle.actors.membership.GroupLookup;
import io.heddle.actors.membership.RecentChanges;
import io.heddle.actors.metrics.ConnectionMetrics;
import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.protocol.TokenVerifier;
import io.heddle.actors.room.RoomRegion;
import io.heddle.config.Settings;
import java.time.Clock;

/**
 * What the connections of a node work with.
 *
 * @param settings of the node
 * @param region the way to rooms
 * @param directory the nodes there are
 * @param verifier for tokens that come in-band
 * @param extensions code of applications
 * @param groups tells which groups a user is in
 * @param changes live changes of memberships of late; one for each node
 * @param metrics what is counted
 * @param clock for budgets and expiry
 */
public record ConnectionEnvironment(
    Settings settings,
    RoomRegion region,
    NodeDirectory directory,
    TokenVerifier verifier,
    RunningExtensions extensions,
    GroupLookup groups,
    RecentChanges changes,
    ConnectionMetrics metrics,
    Clock clock) {
  /** What the connections of a node work with whose users' groups this lookup tells. */
  public ConnectionEnvironment(
      Settings settings,
      RoomRegion region,
      NodeDirectory directory,
      TokenVerifier verifier,
      RunningExtensions extensions,
      GroupLookup groups,
      ConnectionMetrics metrics,
      Clock clock) {
    this(
        settings,
        region,
        directory,
        verifier,
        extensions,
        groups,
        new RecentChanges(settings.memberships().remember(), clock, metrics.memberships()),
        metrics,
        clock);
  }

  /** The same where users' groups stand in their tokens. */
  public ConnectionEnvironment(
      Settings settings,
      RoomRegion region,
      NodeDirectory directory,
      TokenVerifier verifier,
      RunningExtensions extensions,
      ConnectionMetrics metrics,
      Clock clock) {
    this(
        settings,
        region,
        directory,
        verifier,
        extensions,
        GroupLookup.byToken(metrics.memberships()),
        metrics,
        clock);
  }
}
