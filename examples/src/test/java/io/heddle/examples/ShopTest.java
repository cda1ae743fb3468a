package io.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.app.Heddle;
import io.heddle.app.StartFailedException;
import io.heddle.config.Settings;
import io.heddle.config.load.SettingsLoader;
import io.heddle.examples.embedding.Shop;
import org.junit.jupiter.api.Test;

class ShopTest {
  @Test
  void whoWatchesAnOrderHearsThatItWasShippedAndMayAskForIt() throws Exception {
    try (Shop shop = new Shop(Customers.SETTINGS);
        WebSocketClient ada = Customers.connect(shop.address().getPort(), "ada")) {
      ada.send("{\"type\":\"subscribe\",\"room\":\"orders:7\"}");
      ada.receive("\"subscribed\"");
      shop.ship("7");
      assertThat(ada.receive("\"order_update\"")).contains("\"status\":\"shipped\"");

      ada.send("{\"type\":\"get_order\",\"id\":1,\"data\":{\"order_id\":\"7\"}}");
      assertThat(ada.receive("\"order\"")).contains("\"status\":\"shipped\"", "\"id\":1");
    }
  }

  @Test
  void twoShopsInOneProcessKnowNothingOfEachOther() throws Exception {
    try (Shop first = new Shop(Customers.SETTINGS);
        WebSocketClient ada = Customers.connect(first.address().getPort(), "ada")) {
      try (Shop second = new Shop(Customers.SETTINGS);
          WebSocketClient same = Customers.connect(second.address().getPort(), "ada")) {
        assertThat(second.address()).isNotEqualTo(first.address());
        same.send("{\"type\":\"subscribe\",\"room\":\"orders:7\"}");
        same.receive("\"subscribed\"");
        second.ship("7");
        same.receive("\"order_update\"");
      }
      ada.send("{\"type\":\"get_order\",\"data\":{\"order_id\":\"7\"}}");
      assertThat(ada.receive("\"order\"")).contains("\"status\":\"packed\"");
    }
  }

  @Test
  void aPortThatIsTakenIsAnExceptionAndNoEndOfTheProcess() {
    try (Shop shop = new Shop(Customers.SETTINGS)) {
      Settings same =
          SettingsLoader.parse(
              """
              heddle.websocket { host = "127.0.0.1", port = %d }
              heddle.jwt.secret = "%s"
              heddle.log = memory
              """
                  .formatted(shop.address().getPort(), Customers.SECRET));

      assertThatThrownBy(() -> Heddle.start(same).close())
          .isInstanceOf(StartFailedException.class)
          .hasMessageContaining("heddle.websocket.port");
    }
  }
}
