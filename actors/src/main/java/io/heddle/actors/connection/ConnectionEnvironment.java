package io.heddle.actors.connection;

import io.heddle.actors.extension.RunningExtensions;
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
 * @param metrics what is counted
 * @param clock for budgets and expiry
 */
public record ConnectionEnvironment(
    Settings settings,
    RoomRegion region,
    NodeDirectory directory,
    TokenVerifier verifier,
    RunningExtensions extensions,
    ConnectionMetrics metrics,
    Clock clock) {}
