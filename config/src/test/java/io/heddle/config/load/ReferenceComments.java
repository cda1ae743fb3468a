package io.heddle.config.load;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** What the comments of {@code reference.conf} say of a key. */
final class ReferenceComments {
  private static final Pattern BRACKETS =
      Pattern.compile("\\[(?<kind>.*); default (?<default>.*)]");

  /**
   * One key.
   *
   * @param text what it does
   * @param kind type or unit, and range
   * @param byDefault the default as the comment has it
   */
  record Entry(String key, String text, String kind, String byDefault) {}

  private final Reference reference = Reference.load();

  /**
   * The keys that have a default, in order, without the namespaces that only apply what {@code
   * default} explains.
   */
  List<Entry> entries() {
    return reference.leaves().keySet().stream()
        .filter(
            key ->
                !key.startsWith(Reference.NAMESPACES)
                    || key.startsWith(Reference.DEFAULT_NAMESPACE))
        .map(this::entry)
        .toList();
  }

  /** What the comment above a block says. */
  String ofBlock(String key) {
    return String.join(" ", comments(at(key)));
  }

  private Entry entry(String key) {
    var comments = comments(at(key));
    var brackets = BRACKETS.matcher(comments.isEmpty() ? "" : comments.getLast());
    if (comments.size() < 2 || !brackets.matches()) {
      throw new AssertionError(
          key
              + " in reference.conf needs a comment that ends with a line [unit; range; default"
              + " …]");
    }
    return new Entry(
        key,
        String.join(" ", comments.subList(0, comments.size() - 1)),
        brackets.group("kind"),
        brackets.group("default"));
  }

  private static List<String> comments(ConfigValue value) {
    return value.origin().comments().stream().map(String::strip).toList();
  }

  private ConfigValue at(String key) {
    ConfigValue value = reference.tree();
    for (var step : ConfigUtil.splitPath(key).stream().skip(1).toList()) {
      value = Objects.requireNonNull(((ConfigObject) value).get(step), key);
    }
    return value;
  }

  Reference reference() {
    return reference;
  }
}
