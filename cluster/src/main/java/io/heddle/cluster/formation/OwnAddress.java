package io.heddle.cluster.formation;

import io.heddle.config.ClusterSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;

/** By what other nodes reach this one. */
public final class OwnAddress {
  private OwnAddress() {}

  /**
   * The host of the settings; else the one among seeds, or behind the name of all nodes, that this
   * machine has; else the address from which it reaches them. Blocks as long as the system's
   * resolver does.
   *
   * @throws IllegalArgumentException naming the key, where there is no way to find out
   */
  public static String find(ClusterSettings settings) {
    try {
      if (settings.host().isPresent()) {
        var host = settings.host().get();
        return settings.dns().isPresent() ? InetAddress.getByName(host).getHostAddress() : host;
      }
      var contacts = Contacts.of(settings);
      for (var node : contacts.nodes()) {
        if (node.port() == settings.port() && isHere(InetAddress.getByName(node.host()))) {
          return node.host();
        }
      }
      for (var node : contacts.nodes()) {
        return fromHereTo(InetAddress.getByName(node.host()), node.port()).getHostAddress();
      }
      throw unknown(String.join("; ", contacts.troubles()));
    } catch (UnknownHostException _) {
      throw unknown(settings.host().orElse("a host") + " has no address");
    } catch (IOException fault) {
      throw unknown(String.valueOf(fault.getMessage()));
    }
  }

  private static boolean isHere(InetAddress address) throws IOException {
    return NetworkInterface.getByInetAddress(address) != null;
  }

  /** Connecting a datagram socket sends nothing, and makes the system choose its route. */
  private static InetAddress fromHereTo(InetAddress other, int port) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(other, port));
      return socket.getLocalAddress();
    }
  }

  private static IllegalArgumentException unknown(String why) {
    return new IllegalArgumentException(
        "heddle.cluster.host: it is not known by which address other nodes reach this one; set it ("
            + why
            + ")");
  }
}
