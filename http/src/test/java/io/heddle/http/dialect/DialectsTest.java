package io.heddle.http.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.Frame;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialectsTest {
  private final Dialect first = new Named("first");
  private final Dialect second = new Named("second");
  private final Dialect endpoint = new Named("endpoint");
  private final Dialects dialects = new Dialects(List.of(endpoint, first, second));

  @Test
  void theDialectsAreFoundOnTheClassPath() {
    Dialects found = Dialects.load(Said.LIMITS, Clock.systemUTC());

    assertThat(found.names()).containsExactly("heddle.v1", "gateway", "rooms", "flat");
    assertThat(found.find("heddle.v1")).get().isInstanceOf(HeddleV1.class);
    assertThat(found.find("heddle.v0")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"heddle.v1", "gateway", "rooms", "flat"})
  void aDialectHasOneEncoder(String name) {
    Dialect dialect = Said.DIALECTS.find(name).orElseThrow();

    assertThat(dialect.encoder()).isSameAs(dialect.encoder());
  }

  @Test
  void theFirstKnownSubprotocolDecides() {
    assertThat(choose(List.of("graphql", "second", "first"), "first"))
        .isEqualTo(new Dialects.Chosen(second, Optional.of("second")));
  }

  @Test
  void withoutAKnownSubprotocolTheQueryDecides() {
    assertThat(choose(List.of(), "first")).isEqualTo(new Dialects.Chosen(first, Optional.empty()));
    assertThat(choose(List.of("graphql"), "first"))
        .isEqualTo(new Dialects.Chosen(first, Optional.empty()));
  }

  @Test
  void withoutEitherTheEndpointDecides() {
    Dialects.Choice endpoints = new Dialects.Chosen(endpoint, Optional.empty());

    assertThat(dialects.choose(List.of(), Optional.empty(), endpoint)).isEqualTo(endpoints);
    assertThat(dialects.choose(List.of("graphql"), Optional.empty(), endpoint))
        .isEqualTo(endpoints);
  }

  @Test
  void anUnknownDialectInTheQueryIsAnErrorThatNamesTheKnownOnes() {
    assertThat(choose(List.of(), "third"))
        .isEqualTo(
            new Dialects.Unknown(
                "unknown dialect in parameter 'dialect'; known are endpoint, first, second"));
  }

  @Test
  void twoDialectsOfOneNameAreRefused() {
    assertThatThrownBy(() -> new Dialects(List.of(first, new Named("first"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first");
  }

  @Test
  void aServerWithoutDialectsIsRefused() {
    assertThatThrownBy(() -> new Dialects(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  private Dialects.Choice choose(List<String> offered, String query) {
    return dialects.choose(offered, Optional.of(query), endpoint);
  }

  private record Named(String name) implements Dialect {
    @Override
    public Encoder encoder() {
      return event -> new Frame(new byte[0]);
    }

    @Override
    public void decode(byte[] utf8, int from, int to, Consumer<ClientCommand> sink) {}
  }
}
