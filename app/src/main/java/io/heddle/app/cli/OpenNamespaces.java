package io.heddle.app.cli;

import io.heddle.config.AccessRule;
import io.heddle.config.NamespacePolicy;
import io.heddle.config.NamespaceSettings;
import io.heddle.config.RoomSettings;
import io.heddle.config.UndeclaredRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says which namespaces are open to more than those whom they concern. */
final class OpenNamespaces {
  private OpenNamespaces() {}

  /** A line for those open to anyone, one for those open to any user; none where none is. */
  static List<String> lines(NamespaceSettings namespaces, RoomSettings rooms) {
    var lines = new ArrayList<String>();
    line("anyone", new AccessRule.Anyone(), namespaces, rooms).ifPresent(lines::add);
    line("any authenticated user", new AccessRule.Authenticated(), namespaces, rooms)
        .ifPresent(lines::add);
    return List.copyOf(lines);
  }

  private static Optional<String> line(
      String whom, AccessRule rule, NamespaceSettings namespaces, RoomSettings rooms) {
    var open =
        namespaces.byName().values().stream()
            .map(policy -> entry(policy, rule, rooms))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return open.isEmpty() ? Optional.empty() : Optional.of("open to " + whom + ": " + open);
  }

  private static Optional<String> entry(
      NamespacePolicy policy, AccessRule rule, RoomSettings rooms) {
    var what = new ArrayList<String>();
    if (policy.subscribe().equals(rule)) {
      what.add("subscribe");
    }
    if (policy.publish().equals(rule)) {
      what.add("publish");
    }
    return what.isEmpty()
        ? Optional.empty()
        : Optional.of(name(policy, rooms) + " (" + String.join(", ", what) + ")");
  }

  private static String name(NamespacePolicy policy, RoomSettings rooms) {
    boolean forOthers =
        policy.namespace().equals(NamespaceSettings.DEFAULT)
            && rooms.undeclared() == UndeclaredRule.DEFAULT;
    return forOthers ? policy.namespace() + " and all undeclared" : policy.namespace();
  }
}
