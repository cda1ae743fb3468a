package io.heddle.app.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/**
 * Where the connections go.
 *
 * @param url as given
 * @param address resolved once, so that no look-up is part of a measured connect
 * @param host value of the Host header
 * @param resource path and query of the request line
 */
record Target(String url, InetSocketAddress address, String host, String resource) {
  private static final int DEFAULT_PORT = 80;

  /** Throws {@link IllegalArgumentException} naming {@code --url} when it can't be connected to. */
  static Target of(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("--url: " + e.getMessage(), e);
    }
    if (!"ws".equals(uri.getScheme())) {
      throw new IllegalArgumentException("--url: only ws:// is spoken here, not " + url);
    }
    String host = uri.getHost();
    if (host == null) {
      throw new IllegalArgumentException("--url: no host in " + url);
    }
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery();
    try {
      return new Target(
          url,
          new InetSocketAddress(InetAddress.getByName(host), port),
          host + ":" + port,
          query == null ? path : path + "?" + query);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("--url: unknown host " + host, e);
    }
  }

  boolean loopback() {
    return address.getAddress().isLoopbackAddress();
  }
}
