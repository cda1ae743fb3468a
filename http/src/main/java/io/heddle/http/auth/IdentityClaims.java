package io.heddle.http.auth;

import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.fasterxml.jackson.databind.JsonNode;
import io.heddle.actors.protocol.Capabilities;
import io.heddle.actors.protocol.Capabilities.Right;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.config.AuthSettings;
import io.heddle.config.CapabilityRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads who somebody is from the claims of a token whose signature and times are good. */
final class IdentityClaims {
  private final AuthSettings settings;

  IdentityClaims(AuthSettings settings) {
    this.settings = settings;
  }

  /** Throws {@link ClaimException} where a claim has not the form that is needed. */
  Identity read(DecodedJWT token) throws ClaimException {
    Set<String> roles = texts(token, "roles");
    roles.addAll(texts(token, "role"));
    return new Identity(
        Optional.of(user(token)),
        roles,
        texts(token, "groups"),
        texts(token, "permissions"),
        kept(token),
        Optional.ofNullable(token.getExpiresAtAsInstant()),
        capabilities(token));
  }

  private String user(DecodedJWT token) throws ClaimException {
    for (String name : settings.userClaims()) {
      Optional<JsonNode> claim = claim(token, name);
      if (claim.isPresent()) {
        return word(claim.get())
            .filter(user -> RoomName.ofUser(user).isPresent())
            .orElseThrow(() -> new ClaimException("'" + name + "' is no user id"));
      }
    }
    throw new ClaimException("no user in " + String.join(", ", settings.userClaims()));
  }

  private static Set<String> texts(DecodedJWT token, String name) throws ClaimException {
    Optional<JsonNode> claim = claim(token, name);
    Set<String> texts = new LinkedHashSet<>();
    if (claim.isPresent()) {
      for (JsonNode value : values(claim.get())) {
        texts.add(
            word(value)
                .orElseThrow(
                    () -> new ClaimException("'" + name + "' must be text or a list of texts")));
      }
    }
    return texts;
  }

  private Map<String, List<String>> kept(DecodedJWT token) {
    Map<String, List<String>> kept = new HashMap<>();
    for (String name : settings.keepClaims()) {
      claim(token, name)
          .ifPresent(
              claim -> {
                List<String> texts = new ArrayList<>();
                values(claim).forEach(value -> texts.add(text(value)));
                kept.put(name, List.copyOf(texts));
              });
    }
    return kept;
  }

  private Optional<Capabilities> capabilities(DecodedJWT token) throws ClaimException {
    String name = settings.capabilitiesClaim();
    Optional<JsonNode> claim =
        settings.capabilities() == CapabilityRule.OFF ? Optional.empty() : claim(token, name);
    if (claim.isEmpty()) {
      return Optional.empty();
    }
    if (!claim.get().isObject()) {
      throw new ClaimException("'" + name + "' must be an object of rooms and rights");
    }
    Map<String, Set<Right>> rights = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : claim.get().properties()) {
      if (!Capabilities.isPattern(entry.getKey())) {
        throw new ClaimException("'" + name + "' names what is neither a room nor a pattern");
      }
      rights.put(entry.getKey(), rights(entry.getValue(), name));
    }
    boolean widening = settings.capabilities() == CapabilityRule.WIDEN;
    return Optional.of(new Capabilities(widening, rights));
  }

  private static Set<Right> rights(JsonNode given, String name) throws ClaimException {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    for (JsonNode value : values(given)) {
      rights.add(
          switch (value.asText()) {
            case "subscribe" -> Right.SUBSCRIBE;
            case "publish" -> Right.PUBLISH;
            default -> throw new ClaimException("'" + name + "' grants subscribe and publish only");
          });
    }
    return rights;
  }

  private static Iterable<JsonNode> values(JsonNode claim) {
    return claim.isArray() ? claim : List.of(claim);
  }

  /** What may name a user, a role or a group: numbers too, since some issuers count their users. */
  private static Optional<String> word(JsonNode value) {
    return value.isTextual() || value.isIntegralNumber()
        ? Optional.of(value.asText())
        : Optional.empty();
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  /** A claim that is {@code null} counts as absent. */
  private static Optional<JsonNode> claim(DecodedJWT token, String name) {
    Claim claim = token.getClaim(name);
    return claim.isMissing() || claim.isNull()
        ? Optional.empty()
        : Optional.of(claim.as(JsonNode.class));
  }

  /** A claim of the wrong form; the message is fit for a client. */
  static final class ClaimException extends Exception {
    private static final long serialVersionUID = 1;

    ClaimException(String message) {
      super("invalid token: " + message, null, false, false);
    }
  }
}
