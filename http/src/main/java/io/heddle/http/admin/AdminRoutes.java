package io.heddle.http.admin;

import static org.apache.pekko.http.javadsl.server.Directives.concat;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.node.Nodes;
import io.heddle.config.Bytes;
import io.heddle.http.auth.AdminAccess;
import io.heddle.http.status.ApiPrefixes;
import io.heddle.http.status.LocalNumbers;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.server.Route;

/** The admin API, under both of its names. Each subject has a class of its own. */
public final class AdminRoutes {
  private final MessageRoutes messages;
  private final MembershipRoutes memberships;
  private final DisconnectRoutes disconnects;
  private final CountRoutes counts;
  private final PresenceRoute presence;
  private final StatsRoute stats;
  private final NodeRoutes nodes;

  /**
   * Takes what the routes work with, and counts in {@code heddle.admin.requests}.
   *
   * @param maxBody largest body that is taken; over it 413
   * @param maxRoomName longest room name, in characters
   * @param numbers asked at each request for this node's numbers: must not block
   */
  public AdminRoutes(
      Fabric fabric,
      Nodes nodes,
      AdminAccess access,
      Bytes maxBody,
      int maxRoomName,
      Supplier<LocalNumbers> numbers,
      MeterRegistry registry) {
    AdminEndpoint endpoint = new AdminEndpoint(access, maxBody, registry);
    PathRooms rooms = new PathRooms(maxRoomName);
    this.messages = new MessageRoutes(fabric, endpoint, rooms);
    this.memberships = new MembershipRoutes(fabric, endpoint, rooms);
    this.disconnects = new DisconnectRoutes(fabric, endpoint, rooms);
    this.counts = new CountRoutes(fabric, endpoint, rooms);
    this.presence = new PresenceRoute(fabric, endpoint, rooms);
    this.stats = new StatsRoute(fabric, endpoint, numbers);
    this.nodes = new NodeRoutes(nodes, endpoint);
  }

  /** The routes, unsealed: what they do not know they leave to others. */
  public Route route() {
    return ApiPrefixes.under(
        () ->
            concat(
                messages.route(),
                memberships.route(),
                disconnects.route(),
                counts.route(),
                presence.route(),
                stats.route(),
                nodes.route()));
  }
}
