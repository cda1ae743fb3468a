package io.heddle.http.auth;

import io.heddle.actors.protocol.Identity;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaType;

/**
 * Decides who may use the admin API: a token with an admin role, in {@code Authorization} or in a
 * cookie. With a cookie the origin must be allowed, and what changes something must be {@code
 * application/json}, which no foreign page can send without asking first. Safe to call from any
 * thread.
 */
public final class AdminAccess {
  private final CredentialsReader reader;
  private final Gate gate;
  private final Set<String> roles;
  private final RefusalMeters meters;

  /** Counts refusals in {@code heddle.auth.refused}, door {@code admin}. */
  public AdminAccess(
      CredentialsReader reader, Gate gate, List<String> adminRoles, MeterRegistry registry) {
    this.reader = reader;
    this.gate = gate;
    this.roles = Set.copyOf(adminRoles);
    this.meters = new RefusalMeters(registry, "admin");
  }

  /** Why the request is refused; empty where it may go on. */
  public CompletionStage<Optional<Refusal>> refusal(HttpRequest request) {
    Credentials credentials = reader.readHeaders(request);
    return gate.judge(request, credentials)
        .thenApply(
            result -> {
              Optional<Refusal> refusal = decide(request, credentials, result);
              refusal.ifPresent(why -> meters.count(why.reason()));
              return refusal;
            });
  }

  private Optional<Refusal> decide(
      HttpRequest request, Credentials credentials, Authenticator.Result result) {
    return switch (result) {
      case Authenticator.Denied(var refusal) -> Optional.of(refusal);
      case Authenticator.Unknown() ->
          Optional.of(new Refusal(RefusalReason.NO_CREDENTIALS, "authentication required"));
      case Authenticator.Known(var identity) -> {
        if (!isAdmin(identity)) {
          yield Optional.of(new Refusal(RefusalReason.ROLE, "an admin role is required"));
        }
        yield credentials instanceof Credentials.Cookie && !isHarmless(request) && !isJson(request)
            ? Optional.of(
                new Refusal(RefusalReason.CONTENT_TYPE, "content type must be application/json"))
            : Optional.empty();
      }
    };
  }

  private boolean isAdmin(Identity identity) {
    return !Collections.disjoint(identity.roles(), roles);
  }

  private static boolean isHarmless(HttpRequest request) {
    return request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD);
  }

  private static boolean isJson(HttpRequest request) {
    MediaType type = request.entity().getContentType().mediaType();
    return type.mainType().equals("application") && type.subType().equals("json");
  }
}
