package io.heddle.config.load;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The defaults. What stands in {@code reference.conf} under {@code heddle} is also the list of keys
 * that there are.
 *
 * @param tree everything under {@code heddle}
 * @param leaves values by full key, in the order of the file
 */
record Reference(ConfigObject tree, Map<String, ConfigValue> leaves) {
  static final String ROOT = "heddle";
  static final String NAMESPACES = "heddle.namespaces";
  static final String DEFAULT_NAMESPACE = "heddle.namespaces.default";

  Reference {
    leaves = Collections.unmodifiableMap(new LinkedHashMap<>(leaves));
  }

  /**
   * Read from the class path; Pekko needs the same merged reference, so it is parsed once for both.
   */
  static Reference load() {
    var loader = Reference.class.getClassLoader();
    var tree = (ConfigObject) ConfigFactory.defaultReferenceUnresolved(loader).root().get(ROOT);
    if (tree == null) {
      throw new IllegalStateException("no reference.conf with 'heddle' on the class path");
    }
    var leaves = new LinkedHashMap<String, ConfigValue>();
    collect(ROOT, tree, leaves);
    return new Reference(tree, leaves);
  }

  private static void collect(String path, ConfigObject at, Map<String, ConfigValue> into) {
    for (var entry : inFileOrder(at)) {
      var key = path + "." + ConfigUtil.joinPath(entry.getKey());
      if (entry.getValue() instanceof ConfigObject group) {
        collect(key, group, into);
      } else {
        into.put(key, entry.getValue());
      }
    }
  }

  /** The parser keeps no order, but lines. */
  static List<Map.Entry<String, ConfigValue>> inFileOrder(ConfigObject object) {
    return object.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<String, ConfigValue> e) -> e.getValue().origin().lineNumber())
                .thenComparing(Map.Entry::getKey))
        .toList();
  }
}
