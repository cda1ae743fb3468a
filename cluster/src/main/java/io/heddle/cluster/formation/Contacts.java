package io.heddle.cluster.formation;

import io.heddle.config.ClusterSettings;
import io.heddle.config.NodeAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Where other nodes may be, as the settings name them.
 *
 * @param nodes in the order of {@code seeds}, or by address; this node may be among them
 * @param troubles names that have no address, each with its key
 */
record Contacts(List<NodeAddress> nodes, List<String> troubles) {
  Contacts {
    nodes = List.copyOf(nodes);
    troubles = List.copyOf(troubles);
  }

  /**
   * Asks for the addresses of the names. Blocks as long as the system's resolver does.
   *
   * <p>A seed stays the name that it is, since nodes know each other by what they are called; what
   * {@code dns} names are addresses.
   */
  static Contacts of(ClusterSettings settings) {
    return settings
        .dns()
        .map(name -> behind(name, settings.port()))
        .orElseGet(() -> seeds(settings.seeds()));
  }

  private static Contacts behind(String name, int port) {
    try {
      return new Contacts(
          Arrays.stream(InetAddress.getAllByName(name))
              .map(address -> new NodeAddress(address.getHostAddress(), port))
              .sorted(Comparator.comparing(NodeAddress::host))
              .toList(),
          List.of());
    } catch (UnknownHostException _) {
      return new Contacts(List.of(), List.of("heddle.cluster.dns: " + name + " has no address"));
    }
  }

  private static Contacts seeds(List<NodeAddress> seeds) {
    var found = new ArrayList<NodeAddress>();
    var troubles = new ArrayList<String>();
    for (var seed : seeds) {
      try {
        var _ = InetAddress.getByName(seed.host());
        found.add(seed);
      } catch (UnknownHostException _) {
        troubles.add("heddle.cluster.seeds: " + seed.host() + " has no address");
      }
    }
    return new Contacts(found, troubles);
  }
}
