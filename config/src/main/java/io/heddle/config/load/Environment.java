package io.heddle.config.load;

import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Goes through the variables: those that name a key are collected, and all others that look like
 * ours are faults.
 */
final class Environment {
  private final KnownNames names;
  private final List<Fault> faults;
  private final Map<String, List<Candidate>> found = new LinkedHashMap<>();

  private Environment(KnownNames names, List<Fault> faults) {
    this.names = names;
    this.faults = faults;
  }

  /**
   * The variables' values by key; faults are added to a list. A variable that is empty or blank
   * counts as not set.
   */
  static Map<String, Candidate> through(
      Map<String, String> variables, KnownNames names, List<Fault> faults) {
    var environment = new Environment(names, faults);
    new TreeMap<>(variables).forEach(environment::visit);
    var values = new LinkedHashMap<String, Candidate>();
    environment.found.forEach((key, all) -> values.put(key, environment.agreed(key, all)));
    return values;
  }

  private void visit(String name, String value) {
    var keys = names.keysOf(name);
    boolean ours = name.startsWith("HEDDLE_") || name.startsWith("WEBSOCKET_");
    if (KnownNames.NO_SETTINGS.contains(name) || (keys.isEmpty() && !ours)) {
      return;
    }
    var link = KubernetesLink.explain(name, value);
    if (link.isPresent()) {
      fault(keys.isEmpty() ? name : keys.getFirst(), name, link.get());
    } else if (keys.isEmpty()) {
      faults.add(
          new Fault(
              name, new Origin.Variable(name), "unknown variable", names.nearestVariable(name)));
    } else if (keys.size() > 1) {
      fault(name, name, "may mean any of " + String.join(", ", keys) + "; set it in the file");
    } else if (!value.isBlank()) {
      var given = ConfigValueFactory.fromAnyRef(value, name);
      found
          .computeIfAbsent(keys.getFirst(), _ -> new ArrayList<>())
          .add(new Candidate(keys.getFirst(), given, new Origin.Variable(name)));
    }
  }

  private Candidate agreed(String key, List<Candidate> all) {
    var values = all.stream().map(c -> String.valueOf(c.value().unwrapped()).strip()).distinct();
    if (values.count() > 1) {
      var variables = all.stream().map(c -> c.origin().text()).collect(Collectors.joining(" and "));
      fault(key, variables, "both are set, and differ; set one of them");
    }
    return all.getFirst();
  }

  private void fault(String key, String variable, String text) {
    faults.add(new Fault(key, new Origin.Variable(variable), text));
  }
}
