package io.heddle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermessageDeflateTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "Permessage-Deflate;client_max_window_bits=\"10\" ; server_no_context_takeover",
        "permessage-deflate; server_max_window_bits=15; client_no_context_takeover",
        "x-webkit-deflate-frame, permessage-deflate",
        "permessage-deflate; server_max_window_bits=10, permessage-deflate"
      })
  void anOfferThatCanBeKeptIsTaken(String offers) {
    assertThat(PermessageDeflate.isOffered(List.of(offers))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "permessage-deflate2",
        "permessage-bzip2; client_max_window_bits",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; client_max_window_bits=08",
        "permessage-deflate; client_no_context_takeover=1",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; level=9",
        "permessage-deflate;"
      })
  void anOfferThatIsNotUnderstoodIsPassedOver(String offers) {
    assertThat(PermessageDeflate.isOffered(List.of(offers))).isFalse();
  }

  @Test
  void offersMayStandInLinesOfTheirOwn() {
    assertThat(PermessageDeflate.isOffered(List.of("foo", "permessage-deflate"))).isTrue();
    assertThat(PermessageDeflate.isOffered(List.of())).isFalse();
  }
}
