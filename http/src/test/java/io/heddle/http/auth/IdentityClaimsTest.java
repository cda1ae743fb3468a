package io.heddle.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.TokenVerifier.Refused;
import io.heddle.actors.protocol.TokenVerifier.Verdict;
import io.heddle.actors.protocol.TokenVerifier.Verified;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityClaimsTest {
  private final JwtVerifier verifier = Tokens.verifier();

  private Verdict check(String claims) {
    return verifier
        .verify(Tokens.signed("{\"exp\":%d%s}".formatted(Tokens.at(60), "," + claims)))
        .toCompletableFuture()
        .join();
  }

  private Identity identity(String claims) {
    Verdict verdict = check(claims);
    assertThat(verdict).isInstanceOf(Verified.class);
    return ((Verified) verdict).identity();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"sub\":\"alice\" | alice",
        "\"sub\":\"alice\",\"user_id\":\"bob\" | alice",
        "\"user_id\":\"bob\" | bob",
        "\"sub\":null,\"user_id\":\"bob\" | bob",
        "\"sub\":42 | 42",
        "\"sub\":12345678901234567890 | 12345678901234567890",
        "\"sub\":\"idp:a/b c\" | idp:a/b c",
      })
  void theUserIsTheFirstClaimThatIsThere(String claims, String user) {
    assertThat(identity(claims).userId()).hasValue(user);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"x\":1 | invalid token: no user in sub, user_id",
        "\"sub\":\"\",\"user_id\":\"bob\" | invalid token: 'sub' is no user id",
        "\"sub\":1.5 | invalid token: 'sub' is no user id",
        "\"sub\":[\"alice\"] | invalid token: 'sub' is no user id",
        "\"sub\":true | invalid token: 'sub' is no user id",
        "\"sub\":\"a\\nb\" | invalid token: 'sub' is no user id",
        "\"sub\":\"a\",\"roles\":{} | invalid token: 'roles' must be text or a list of texts",
        "\"sub\":\"a\",\"groups\":[{}] | invalid token: 'groups' must be text or a list of texts",
        "\"sub\":\"a\",\"role\":true | invalid token: 'role' must be text or a list of texts",
      })
  void aClaimOfTheWrongFormIsRefusedByName(String claims, String reason) {
    assertThat(check(claims)).isEqualTo(new Refused(reason, false));
  }

  @Test
  void rolesGroupsAndPermissionsAreTextsOrListsOfThem() {
    Identity identity =
        identity(
            "\"sub\":\"a\",\"roles\":[\"x\",\"y\",\"x\"],\"role\":\"z\",\"groups\":[7,\"g\"],"
                + "\"permissions\":\"broadcast\",\"scope\":\"all of it\"");

    assertThat(identity.roles()).containsExactlyInAnyOrder("x", "y", "z");
    assertThat(identity.groups()).containsExactlyInAnyOrder("7", "g");
    assertThat(identity.permissions()).containsExactly("broadcast");
  }

  @Test
  void namedClaimsStayWithTheIdentityAsTexts() {
    Identity identity =
        identity("\"sub\":\"a\",\"character_id\":[9,\"b\",{\"c\":1}],\"device\":true,\"other\":1");

    assertThat(identity.claims())
        .containsOnly(
            entry("character_id", List.of("9", "b", "{\"c\":1}")),
            entry("device", List.of("true")));
  }
}
