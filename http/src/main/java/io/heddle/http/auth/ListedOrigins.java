package io.heddle.http.auth;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * The standard {@link OriginPolicy}: lists of the settings. A browser adds cookies to what any page
 * asks for, so a cookie counts only from the server's own pages and from listed ones; a token that
 * a page has to know is proof by itself. Safe to call from any thread.
 */
public final class ListedOrigins implements OriginPolicy {
  private static final String SETTING = "heddle.websocket.allowed-origins";

  private final boolean any;
  private final boolean nullListed;
  private final boolean empty;
  private final boolean cookieWithoutOrigin;
  private final Set<Origin> exact = new HashSet<>();
  private final List<Origin> subdomains = new ArrayList<>();

  /**
   * Takes the settings {@code websocket.allowed-origins} and {@code cookie-without-origin}.
   *
   * @param allowed exact origins, {@code https://*.example.com}, {@code *}, or {@code null}
   * @throws IllegalArgumentException naming the setting and the entry, where an entry is neither
   */
  public ListedOrigins(List<String> allowed, boolean cookieWithoutOrigin) {
    this.any = allowed.contains("*");
    this.nullListed = allowed.contains("null");
    this.empty = allowed.isEmpty();
    this.cookieWithoutOrigin = cookieWithoutOrigin;
    for (String entry : allowed) {
      if (!entry.equals("*") && !entry.equals("null")) {
        add(entry);
      }
    }
  }

  private void add(String entry) {
    boolean wildcard = entry.contains("://*.");
    Origin origin =
        Origin.parse(entry.replaceFirst("://\\*\\.", "://"))
            .orElseThrow(() -> new IllegalArgumentException(SETTING + ": not an origin: " + entry));
    if (wildcard) {
      subdomains.add(origin);
    } else {
      exact.add(origin);
    }
  }

  @Override
  public boolean allows(HttpRequest request, boolean byCookie) {
    Optional<String> sent = request.getHeader("origin").map(header -> header.value().strip());
    if (sent.isEmpty()) {
      return !byCookie || cookieWithoutOrigin;
    }
    if (sent.get().equals("null")) {
      return !byCookie && (empty || any || nullListed);
    }
    Optional<Origin> origin = Origin.parse(sent.get());
    if (byCookie) {
      return origin.isPresent() && (isOwn(origin.get(), request) || isListed(origin.get()));
    }
    return empty || any || (origin.isPresent() && isListed(origin.get()));
  }

  private boolean isListed(Origin origin) {
    return any || exact.contains(origin) || subdomains.stream().anyMatch(d -> isBelow(origin, d));
  }

  private static boolean isBelow(Origin origin, Origin domain) {
    return origin.scheme().equals(domain.scheme())
        && origin.port().equals(domain.port())
        && origin.host().endsWith("." + domain.host());
  }

  /**
   * Compares with the {@code Host} header. Behind a proxy that ends TLS the scheme is what the
   * proxy says; where it says nothing, http and https of the same host and port are one.
   */
  private static boolean isOwn(Origin origin, HttpRequest request) {
    Optional<String> forwarded = ForwardedScheme.of(request);
    if (forwarded.isPresent() && !forwarded.get().equals(origin.scheme())) {
      return false;
    }
    boolean web = origin.scheme().equals("http") || origin.scheme().equals("https");
    return web
        && request
            .getHeader("host")
            .map(HttpHeader::value)
            .flatMap(host -> Authority.parse(host.strip()))
            .filter(host -> host.host().equals(origin.host()))
            .filter(
                host ->
                    (host.port().isPresent() ? host.port() : Origin.defaultPort(origin.scheme()))
                        .equals(origin.port()))
            .isPresent();
  }
}
