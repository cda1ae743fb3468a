package io.heddle.config;

/**
 * Where other nodes reach a node.
 *
 * @param host a name or an address; an address of IPv6 without its brackets
 * @param port 1 to 65535
 */
public record NodeAddress(String host, int port) {
  /** As settings write it: {@code host:port}, {@code [::1]:port}. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
