package io.heddle.config.load;

import com.typesafe.config.ConfigValue;
import java.util.Map;

/**
 * The value that holds for each key: the variable's, else the file's, else the default. What a
 * declared namespace leaves out it has from the namespace {@code default}.
 */
record Layers(
    Reference reference, Map<String, Candidate> file, Map<String, Candidate> environment) {

  Candidate of(String key) {
    var given = environment.containsKey(key) ? environment.get(key) : file.get(key);
    if (given != null) {
      return given;
    }
    return reference.leaves().containsKey(key) ? fallback(key) : of(inherited(key));
  }

  /** The default, which stands in for a faulty value so that what follows can be checked too. */
  Candidate fallback(String key) {
    ConfigValue value = reference.leaves().get(key);
    return value != null
        ? new Candidate(key, value, new Origin.Default())
        : fallback(inherited(key));
  }

  private static String inherited(String key) {
    int name = Reference.NAMESPACES.length() + 1;
    return Reference.DEFAULT_NAMESPACE + key.substring(key.indexOf('.', name));
  }
}
