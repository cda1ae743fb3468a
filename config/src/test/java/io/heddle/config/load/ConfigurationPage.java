package io.heddle.config.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Makes docs/configuration.md: a written frame around tables made from {@code reference.conf}. */
final class ConfigurationPage {
  private static final String POLICY = "heddle.namespaces.<name>";

  private static final List<String> COLUMNS =
      List.of(
          "subscribe",
          "publish",
          "capacity",
          "join-leave",
          "history.mode",
          "history.size",
          "history.ttl",
          "history.bytes",
          "durable-cursors",
          "presence");

  private ConfigurationPage() {}

  static String text() {
    var comments = new ReferenceComments();
    var tables = new StringBuilder();
    groups(comments.entries()).forEach((group, all) -> append(tables, comments, group, all));
    return frame().replace("{{settings}}", tables.toString().stripTrailing());
  }

  private static Map<String, List<ReferenceComments.Entry>> groups(
      List<ReferenceComments.Entry> entries) {
    return entries.stream()
        .collect(
            Collectors.groupingBy(
                entry ->
                    entry.key().startsWith(Reference.DEFAULT_NAMESPACE)
                        ? Reference.DEFAULT_NAMESPACE
                        : entry.key().substring(0, entry.key().lastIndexOf('.')),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  private static void append(
      StringBuilder page,
      ReferenceComments comments,
      String group,
      List<ReferenceComments.Entry> entries) {
    boolean namespaces = group.equals(Reference.DEFAULT_NAMESPACE);
    var name = namespaces ? Reference.NAMESPACES : group;
    page.append("### `").append(name).append("`\n\n");
    if (!name.equals(Reference.ROOT)) {
      page.append(comments.ofBlock(name)).append("\n\n");
    }
    page.append("| key and variables | what it does | type and range | default |\n");
    page.append("|---|---|---|---|\n");
    entries.forEach(entry -> page.append(row(entry, namespaces)));
    page.append('\n');
    if (namespaces) {
      appendPolicies(page, comments.reference());
    }
  }

  private static String row(ReferenceComments.Entry entry, boolean namespaces) {
    var key = namespaces ? entry.key().replace(Reference.DEFAULT_NAMESPACE, POLICY) : entry.key();
    var variables =
        namespaces
            ? "`%s`"
                .formatted(
                    KnownNames.variables(entry.key())
                        .getFirst()
                        .replace("NAMESPACES_DEFAULT", "NAMESPACES_<NAME>"))
            : KnownNames.variables(entry.key()).reversed().stream()
                .map(variable -> "`" + variable + "`")
                .collect(Collectors.joining("<br>"));
    return "| `%s`<br>%s | %s | %s | `%s` |\n"
        .formatted(key, variables, entry.text(), entry.kind(), entry.byDefault())
        .replace("`empty`", "empty");
  }

  private static void appendPolicies(StringBuilder page, Reference reference) {
    page.append("| declared | ").append(String.join(" | ", COLUMNS)).append(" |\n");
    page.append("|---".repeat(COLUMNS.size() + 1)).append("|\n");
    reference.leaves().keySet().stream()
        .filter(key -> key.startsWith(Reference.NAMESPACES))
        .map(key -> key.substring(Reference.NAMESPACES.length() + 1))
        .map(rest -> Reference.NAMESPACES + "." + rest.substring(0, rest.indexOf('.')))
        .distinct()
        .forEach(namespace -> page.append(policy(namespace, reference)));
    page.append('\n');
  }

  private static String policy(String namespace, Reference reference) {
    return COLUMNS.stream()
        .map(key -> Objects.requireNonNull(reference.leaves().get(namespace + "." + key)))
        .map(Quantities::text)
        .collect(
            Collectors.joining(
                " | ",
                "| `" + namespace.substring(Reference.NAMESPACES.length() + 1) + "` | ",
                " |\n"));
  }

  private static String frame() {
    try (var in = ConfigurationPage.class.getResourceAsStream("configuration-page.md")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
