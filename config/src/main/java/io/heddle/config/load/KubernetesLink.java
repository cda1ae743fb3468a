package io.heddle.config.load;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises the variables that Kubernetes puts into each pod for each Service of the namespace. A
 * Service named {@code heddle}, {@code websocket} or {@code heddle-redis} makes variables that look
 * like settings.
 */
final class KubernetesLink {
  private static final Pattern NAME =
      Pattern.compile(
          "(?<service>(?:HEDDLE|WEBSOCKET)(?:_[A-Z0-9_]+?)?)"
              + "_(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)");
  private static final Pattern PORT_NAME =
      Pattern.compile("(?<service>(?:HEDDLE|WEBSOCKET)(?:_[A-Z0-9_]+?)?)_PORT");
  private static final Pattern PORT_VALUE = Pattern.compile("(?:tcp|udp|sctp)://.*");

  private KubernetesLink() {}

  /** What to tell of a variable, if it comes from there. */
  static Optional<String> explain(String name, String value) {
    var byName = NAME.matcher(name);
    if (byName.matches()) {
      return Optional.of(text(byName.group("service")));
    }
    var port = PORT_NAME.matcher(name);
    return port.matches() && PORT_VALUE.matcher(value.strip()).matches()
        ? Optional.of(text(port.group("service")))
        : Optional.empty();
  }

  private static String text(String service) {
    return ("Kubernetes sets this variable in every pod for the Service named '%s';"
            + " set enableServiceLinks: false in the pod's spec, or rename the Service")
        .formatted(service.toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
