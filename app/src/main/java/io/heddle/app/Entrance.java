package io.heddle.app;

import io.heddle.app.extension.ExtensionFailedException;
import io.heddle.app.extension.Extensions;
import io.heddle.config.AuthMode;
import io.heddle.config.Settings;
import io.heddle.http.auth.AuthenticatorProvider;
import io.heddle.http.auth.OriginPolicyProvider;
import io.heddle.http.auth.WaysIn;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** Opens the ways into a node, by what its settings say and what its extensions are. */
final class Entrance {
  private Entrance() {}

  /**
   * Opens them.
   *
   * @param demandKey whether somebody has to be able to come in
   * @throws StartFailedException where a setting or an extension is at fault
   * @throws NoKeyException where a key is demanded and every token would be refused, which is not
   *     what anybody means; an authenticator that did not load is none
   */
  static WaysIn open(
      Settings settings,
      Extensions extensions,
      Clock clock,
      MeterRegistry registry,
      boolean demandKey) {
    WaysIn ways;
    try {
      ways =
          WaysIn.open(
              settings,
              clock,
              registry,
              extensions.all(AuthenticatorProvider.class),
              extensions.all(OriginPolicyProvider.class),
              extensions::made);
    } catch (IllegalArgumentException fault) {
      throw new StartFailedException(String.valueOf(fault.getMessage()), fault);
    }
    if (demandKey && !ways.byExtension() && !opens(settings)) {
      ways.close();
      try {
        extensions.check();
      } catch (ExtensionFailedException fault) {
        throw new StartFailedException(String.valueOf(fault.getMessage()), fault);
      }
      throw new NoKeyException();
    }
    return ways;
  }

  private static boolean opens(Settings settings) {
    boolean anonymous =
        settings.webSocket().endpoints().stream()
            .allMatch(endpoint -> endpoint.auth() == AuthMode.ANONYMOUS);
    return anonymous || settings.jwt().hasKey() || !settings.auth().issuers().isEmpty();
  }
}
