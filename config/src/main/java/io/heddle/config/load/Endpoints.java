package io.heddle.config.load;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.heddle.config.AuthMode;
import io.heddle.config.EndpointSettings;
import io.heddle.config.load.Converted.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the endpoints: objects in a file, {@code /path} or {@code /path=dialect} in a variable (or
 * a file).
 */
final class Endpoints {
  private static final String DIALECT = "heddle.v1";
  private static final List<String> NAMES = List.of("path", "dialect", "auth");
  private static final Pattern PATH = Pattern.compile("/[^\\s?#%,=]*");
  private static final Pattern DIALECT_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");

  private final List<EndpointSettings> named;

  /**
   * @param named endpoints that say what a path without dialect or auth has
   */
  private Endpoints(List<EndpointSettings> named) {
    this.named = named;
  }

  /** What a variable says, over what the file says of the same paths. */
  static List<EndpointSettings> read(SettingReader reader, Layers layers) {
    var inFile = Optional.ofNullable(layers.file().get("heddle.websocket.endpoints"));
    var named = inFile.map(it -> new Endpoints(List.of()).convert(it.value()));
    return named.isPresent() && named.get() instanceof Converted.Ok<List<EndpointSettings>>(var all)
        ? reader.read("websocket.endpoints", new Endpoints(all)::convert)
        : reader.read("websocket.endpoints", new Endpoints(List.of())::convert);
  }

  private Converted<List<EndpointSettings>> convert(ConfigValue value) {
    return Values.elements(value)
        .then(all -> Values.each(all, this::endpoint).then(found -> unique(found, all)));
  }

  private Converted<EndpointSettings> endpoint(ConfigValue element) {
    return element instanceof ConfigObject object
        ? fromObject(object)
        : Values.text(element).then(this::fromText);
  }

  private Converted<EndpointSettings> fromText(String text) {
    int split = text.indexOf('=');
    var path = split < 0 ? text : text.substring(0, split).strip();
    var like = named.stream().filter(it -> it.path().equals(path)).findFirst();
    var dialect =
        split < 0
            ? like.map(EndpointSettings::dialect).orElse(DIALECT)
            : text.substring(split + 1).strip();
    return checked(path, dialect, like.map(EndpointSettings::auth).orElse(AuthMode.UPGRADE));
  }

  private Converted<EndpointSettings> fromObject(ConfigObject object) {
    var unknown =
        object.entrySet().stream()
            .filter(e -> !NAMES.contains(e.getKey()))
            .map(
                e ->
                    new Problem(
                        "an endpoint has path, dialect and auth, but no '%s'".formatted(e.getKey()),
                        Optional.of(e.getValue()),
                        NearestName.of(e.getKey(), NAMES)))
            .toList();
    if (!unknown.isEmpty()) {
      return new Converted.Bad<>(unknown);
    }
    return Values.text(member(object, "path", ""))
        .then(
            path ->
                Values.text(member(object, "dialect", DIALECT))
                    .then(
                        dialect ->
                            Values.choice(member(object, "auth", "upgrade"), AuthMode.class)
                                .then(auth -> checked(path, dialect, auth))));
  }

  private static ConfigValue member(ConfigObject object, String name, String otherwise) {
    var member = object.get(name);
    return member != null ? member : ConfigValueFactory.fromAnyRef(otherwise);
  }

  private static Converted<EndpointSettings> checked(String path, String dialect, AuthMode auth) {
    if (!PATH.matcher(path).matches()) {
      return Converted.bad("'" + path + "' is no path; it begins with / and has no query");
    }
    return DIALECT_NAME.matcher(dialect).matches()
        ? new Converted.Ok<>(new EndpointSettings(path, dialect, auth))
        : Converted.bad("'" + dialect + "' is no name of a dialect");
  }

  private static Converted<List<EndpointSettings>> unique(
      List<EndpointSettings> endpoints, List<ConfigValue> elements) {
    var seen = new HashSet<String>();
    var problems = new ArrayList<Problem>();
    for (int i = 0; i < endpoints.size(); i++) {
      var path = endpoints.get(i).path();
      if (!seen.add(path)) {
        problems.add(
            new Problem(
                "the path " + path + " stands there twice",
                Optional.of(elements.get(i)),
                Optional.empty()));
      }
    }
    return problems.isEmpty() ? new Converted.Ok<>(endpoints) : new Converted.Bad<>(problems);
  }
}
