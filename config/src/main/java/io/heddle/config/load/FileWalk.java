package io.heddle.config.load;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Goes through what the file has under {@code heddle}: known values are collected, all else is a
 * fault.
 */
final class FileWalk {
  /** Words in the key of a namespace. */
  private static final int NAMESPACE_DEPTH = 3;

  private final ConfigFile file;
  private final KnownNames names;
  private final List<Fault> faults;
  private final Map<String, Candidate> found = new LinkedHashMap<>();

  private FileWalk(ConfigFile file, KnownNames names, List<Fault> faults) {
    this.file = file;
    this.names = names;
    this.faults = faults;
  }

  /** The file's values by key; faults are added to a list. */
  static Map<String, Candidate> through(ConfigFile file, KnownNames names, List<Fault> faults) {
    var walk = new FileWalk(file, names, faults);
    var root = file.resolved().root().get(Reference.ROOT);
    if (root != null) {
      walk.visit(Reference.ROOT, root);
    }
    return walk.found;
  }

  private void visit(String key, ConfigValue value) {
    switch (type(value)) {
      case UNRESOLVED ->
          fault(key, value, "refers to a name that neither the file nor the environment has");
      case NOTHING -> fault(key, value, "has no value; leave it out to have the default");
      case BLOCK -> block(key, (ConfigObject) value);
      case VALUE -> value(key, value);
    }
  }

  private void block(String key, ConfigObject block) {
    if (names.isGroup(key)) {
      Reference.inFileOrder(block)
          .forEach(e -> visit(key + "." + ConfigUtil.joinPath(e.getKey()), e.getValue()));
    } else if (names.isKey(key)) {
      fault(key, block, "takes a value, not a block");
    } else {
      unknown(key, block);
    }
  }

  private void value(String key, ConfigValue value) {
    if (names.isKey(key)) {
      found.put(key, new Candidate(key, value, originOf(key, value)));
    } else if (names.isGroup(key)) {
      fault(key, value, "takes a block { }, not a value");
    } else {
      unknown(key, value);
    }
  }

  private void unknown(String key, ConfigValue value) {
    boolean namespace = key.startsWith(Reference.NAMESPACES + ".") && value instanceof ConfigObject;
    if (namespace && ConfigUtil.splitPath(key).size() == NAMESPACE_DEPTH) {
      fault(key, value, "a namespace has a name of a-z, 0-9, _ and -");
    } else {
      faults.add(new Fault(key, originOf(key, value), "unknown key", names.nearestKey(key)));
    }
  }

  private void fault(String key, ConfigValue value, String text) {
    faults.add(new Fault(key, originOf(key, value), text));
  }

  /**
   * Substitution loses the line, so it is asked of the value as it was written; an undecided merge
   * knows none.
   */
  private Origin originOf(String key, ConfigValue value) {
    try {
      ConfigValue written = file.asWritten().root();
      for (var step : ConfigUtil.splitPath(key)) {
        if (!(written instanceof ConfigObject block) || block.get(step) == null) {
          return Origin.of(value.origin());
        }
        written = block.get(step);
      }
      return Origin.of(written.origin());
    } catch (ConfigException.NotResolved _) {
      return Origin.of(value.origin());
    }
  }

  private enum Type {
    UNRESOLVED,
    NOTHING,
    BLOCK,
    VALUE
  }

  private static Type type(ConfigValue value) {
    try {
      return switch (value.valueType()) {
        case OBJECT -> Type.BLOCK;
        case NULL -> Type.NOTHING;
        case LIST -> resolved(value);
        case NUMBER, BOOLEAN, STRING -> Type.VALUE;
      };
    } catch (ConfigException.NotResolved _) {
      return Type.UNRESOLVED;
    }
  }

  /** A list with a substitution left in it has a type already, but no content. */
  private static Type resolved(ConfigValue list) {
    var _ = list.unwrapped();
    return Type.VALUE;
  }
}
