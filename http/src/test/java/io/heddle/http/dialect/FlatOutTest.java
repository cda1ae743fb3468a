package io.heddle.http.dialect;

import static io.heddle.http.dialect.Said.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Sender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlatOutTest {
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1}               | {'type':'T','timestamp':1,'a':1}",
        "{ 'a' : 1 }           | {'type':'T','timestamp':1, 'a' : 1 }",
        "{}                    | {'type':'T','timestamp':1}",
        "{ }                   | {'type':'T','timestamp':1 }",
        "{'type':'own'}        | {'timestamp':1,'type':'own'}",
        "{'timestamp':'own'}   | {'type':'T','timestamp':'own'}",
        "{'b':0,'timestamp':2,'type':'own'} | {'b':0,'timestamp':2,'type':'own'}",
        "{'type':null,'timestamp':null} | {'type':null,'timestamp':null}",
        "{'ty\\u0070e':'own'}  | {'timestamp':1,'ty\\u0070e':'own'}",
        "{'a':{'type':1,'timestamp':2}} | {'type':'T','timestamp':1,'a':{'type':1,'timestamp':2}}",
        "{'a':'type','b':['timestamp']} | {'type':'T','timestamp':1,'a':'type','b':['timestamp']}",
        "{'p':1.0,'n':12345678901234567890,'t':'\\u00fc'} | "
            + "{'type':'T','timestamp':1,'p':1.0,'n':12345678901234567890,'t':'\\u00fc'}",
        "[1.0]                 | {'type':'T','timestamp':1,'data':[1.0]}",
        "12345678901234567890  | {'type':'T','timestamp':1,'data':12345678901234567890}",
        "'{'                   | {'type':'T','timestamp':1,'data':'{'}",
        "null                  | {'type':'T','timestamp':1,'data':null}"
      })
  void aPublicationIsItsData(String data, String told) throws Exception {
    String text = Told.quoted("flat", published(data.replace('\'', '"')));

    assertThat(text).isEqualTo(told);
    assertThat(STRICT.readTree(text.replace('\'', '"')).isObject()).isTrue();
  }

  @Test
  void aDirectMessageIsItsDataToo() {
    assertThat(Told.quoted("flat", Told.direct("hint", "{\"a\":1}", Told.alice())))
        .isEqualTo("{'type':'hint','timestamp':1769850000,'a':1}");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 100, 65_000, 65_536, 200_000})
  void anObjectOfAnyLengthIsOneWholeText(int size) {
    String data = "{\"x\":\"" + "d".repeat(size) + "\"}";

    assertThat(Told.quoted("flat", published(data)))
        .isEqualTo("{'type':'T','timestamp':1," + data.substring(1).replace('"', '\''));
  }

  @Test
  void allElseIsTheCanonicalDialect() {
    assertThat(Told.quoted("flat", Told.connected()))
        .isEqualTo(Told.quoted("heddle.v1", Told.connected()));
    assertThat(Told.quoted("flat", Told.subscribed("orders", id("1"))))
        .isEqualTo(Told.quoted("heddle.v1", Told.subscribed("orders", id("1"))));
  }

  private static Event published(String data) {
    return Told.published("orders", "T", data, Sender.SERVER);
  }
}
