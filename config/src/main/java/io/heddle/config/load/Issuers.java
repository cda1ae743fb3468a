package io.heddle.config.load;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.heddle.config.IssuerSettings;
import io.heddle.config.KeySource;
import io.heddle.config.load.Converted.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the issuers of tokens: objects in a file. No problem repeats a secret. */
final class Issuers {
  private static final List<String> KEYS = List.of("secret", "public-key-file", "jwks-url");
  private static final List<String> NAMES =
      List.of("issuer", "audience", "secret", "public-key-file", "jwks-url", "algorithms");
  private static final List<String> SHARED = List.of("HS256", "HS384", "HS512");
  private static final List<String> PUBLIC =
      List.of("RS256", "RS384", "RS512", "ES256", "ES384", "ES512");

  private Issuers() {}

  static Converted<List<IssuerSettings>> convert(ConfigValue value) {
    return Values.elements(value)
        .then(all -> Values.each(all, Issuers::issuer).then(found -> unique(found, all)));
  }

  private static Converted<IssuerSettings> issuer(ConfigValue element) {
    if (!(element instanceof ConfigObject object)) {
      return Converted.bad("an issuer is a block { issuer, audience, secret, … }, in the file");
    }
    var problems = new ArrayList<Problem>();
    for (var name : object.keySet()) {
      if (!NAMES.contains(name)) {
        problems.add(
            new Problem(
                "an issuer has %s, but no '%s'".formatted(String.join(", ", NAMES), name),
                Optional.ofNullable(object.get(name)),
                NearestName.of(name, NAMES)));
      }
    }
    return problems.isEmpty() ? known(object) : new Converted.Bad<>(problems);
  }

  private static Converted<IssuerSettings> known(ConfigObject object) {
    var issuer = object.get("issuer");
    if (issuer == null) {
      return Converted.bad("an issuer without 'issuer', which is what 'iss' must be");
    }
    return member("issuer", issuer, value -> Values.text(value).then(Formats::notEmpty))
        .then(
            name ->
                audience(object)
                    .then(
                        audience ->
                            key(object, name)
                                .then(
                                    key ->
                                        algorithms(object, key)
                                            .then(
                                                algorithms ->
                                                    new Converted.Ok<>(
                                                        new IssuerSettings(
                                                            name, audience, key, algorithms))))));
  }

  private static Converted<Optional<String>> audience(ConfigObject object) {
    var audience = object.get("audience");
    return audience == null
        ? new Converted.Ok<>(Optional.empty())
        : member("audience", audience, value -> Values.text(value).then(Formats::notEmpty))
            .then(text -> new Converted.Ok<>(Optional.of(text)));
  }

  private static Converted<KeySource> key(ConfigObject object, String issuer) {
    var given = KEYS.stream().filter(object::containsKey).toList();
    if (given.size() != 1) {
      return Converted.bad(
          "the issuer %s has %s; it needs one of secret, public-key-file and jwks-url"
              .formatted(issuer, given.isEmpty() ? "no key" : String.join(" and ", given)));
    }
    var name = given.getFirst();
    var value = object.get(name);
    if (value == null) {
      return Converted.bad("the issuer " + issuer + " has no key");
    }
    return switch (name) {
      case "secret" ->
          member(name, value, it -> Values.exact(it).then(Formats::secret))
              .then(text -> new Converted.Ok<>(new KeySource.Secret(text)));
      case "jwks-url" ->
          member(name, value, it -> Values.text(it).then(Formats::jwksUrl))
              .then(text -> new Converted.Ok<>(new KeySource.JwksUrl(URI.create(text))));
      default ->
          member(name, value, it -> Values.text(it).then(Formats::path))
              .then(text -> new Converted.Ok<>(new KeySource.PublicKeyFile(Path.of(text))));
    };
  }

  private static Converted<List<String>> algorithms(ConfigObject object, KeySource key) {
    var value = object.get("algorithms");
    if (value == null) {
      return new Converted.Ok<>(List.of());
    }
    var fitting = key instanceof KeySource.Secret ? SHARED : PUBLIC;
    return member("algorithms", value, Values::elements)
        .then(
            all ->
                Values.each(
                    all,
                    element ->
                        Values.text(element)
                            .then(
                                text ->
                                    fitting.contains(text)
                                        ? new Converted.Ok<>(text)
                                        : Converted.bad(
                                            "'%s' does not fit the key; write %s"
                                                .formatted(text, String.join(", ", fitting))))));
  }

  /** Names the member in its problems, since the key is that of the whole list. */
  private static <T> Converted<T> member(
      String name, ConfigValue value, Function<ConfigValue, Converted<T>> conversion) {
    return switch (conversion.apply(value)) {
      case Converted.Ok<T> good -> good;
      case Converted.Bad<T>(var problems) ->
          new Converted.Bad<>(
              problems.stream()
                  .map(
                      problem ->
                          new Problem(
                              name + " " + problem.text(),
                              problem.part().or(() -> Optional.of(value)),
                              problem.nearest()))
                  .toList());
    };
  }

  private static Converted<List<IssuerSettings>> unique(
      List<IssuerSettings> issuers, List<ConfigValue> elements) {
    var seen = new HashSet<String>();
    var problems = new ArrayList<Problem>();
    for (int i = 0; i < issuers.size(); i++) {
      var issuer = issuers.get(i).issuer();
      if (!seen.add(issuer)) {
        problems.add(
            new Problem(
                "the issuer " + issuer + " stands there twice",
                Optional.of(elements.get(i)),
                Optional.empty()));
      }
    }
    return problems.isEmpty() ? new Converted.Ok<>(issuers) : new Converted.Bad<>(problems);
  }
}
