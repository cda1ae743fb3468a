package io.heddle.http.auth;

import io.heddle.actors.protocol.Identity;
import io.heddle.config.AuthMode;
import io.heddle.config.EndpointSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Decides whether an upgrade to a WebSocket is taken, and whose connection it will be. Credentials
 * that came are used at once in each mode, and bad ones are refused in each. Safe to call from any
 * thread.
 */
public final class Admission {
  private final CredentialsReader reader;
  private final Gate gate;
  private final RefusalMeters meters;

  /** Counts refusals in {@code heddle.auth.refused}, door {@code websocket}. */
  public Admission(CredentialsReader reader, Gate gate, MeterRegistry registry) {
    this.reader = reader;
    this.gate = gate;
    this.meters = new RefusalMeters(registry, "websocket");
  }

  /** What became of a request. */
  public sealed interface Outcome {}

  /**
   * It is let in.
   *
   * @param identity who it is; empty where that is to be told in-band
   */
  public record Admitted(Optional<Identity> identity) implements Outcome {}

  /** It is answered with this instead of an upgrade. */
  public record Refused(Refusal refusal) implements Outcome {}

  /** Decides about a request at this endpoint. */
  public CompletionStage<Outcome> admit(HttpRequest request, EndpointSettings endpoint) {
    return gate.judge(request, reader.read(request))
        .thenApply(
            result ->
                switch (result) {
                  case Authenticator.Known(var identity) -> new Admitted(Optional.of(identity));
                  case Authenticator.Denied(var refusal) -> refused(refusal);
                  case Authenticator.Unknown() -> withoutCredentials(endpoint.auth());
                });
  }

  private Outcome withoutCredentials(AuthMode mode) {
    return switch (mode) {
      case UPGRADE -> refused(new Refusal(RefusalReason.NO_CREDENTIALS, "authentication required"));
      case IN_BAND -> new Admitted(Optional.empty());
      case ANONYMOUS -> new Admitted(Optional.of(Identity.ANONYMOUS));
    };
  }

  private Outcome refused(Refusal refusal) {
    meters.count(refusal.reason());
    return new Refused(refusal);
  }
}
