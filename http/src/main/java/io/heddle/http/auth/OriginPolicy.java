package io.heddle.http.auth;

import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Which pages may come in. An extension may bring one, by an {@link OriginPolicyProvider}; what it
 * throws, or does not answer within {@code auth.timeout}, refuses the request with 503.
 */
@FunctionalInterface
public interface OriginPolicy {
  /**
   * Whether a request may come in. An extension's is called on a thread of its own and may block;
   * many are called at once.
   *
   * @param byCookie whether a cookie is what says who it is
   */
  boolean allows(HttpRequest request, boolean byCookie);
}
