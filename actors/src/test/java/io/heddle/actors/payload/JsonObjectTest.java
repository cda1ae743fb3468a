package io.heddle.actors.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678901234567890",
        "1.0",
        "1e400",
        "-0",
        "\"\\u00fc\"",
        "\"ü \\ud83d\\ude00 😀\"",
        "[1, 2 ,{\"a\" :null}]",
        "{ \"b\":{} }",
        "true",
        "\"\""
      })
  void aValuePassesAsTheBytesThatCame(String json) throws Exception {
    byte[] text =
        (" {\"type\":\"x\" , \"data\" :  " + json + "  ,\"z\":1}").getBytes(StandardCharsets.UTF_8);
    List<JsonObject> objects = new ArrayList<>();
    byte[] shifted = new byte[text.length + 7];
    System.arraycopy(text, 0, shifted, 5, text.length);
    JsonObject.readAll(shifted, 5, 5 + text.length, objects::add);

    assertThat(objects).hasSize(1);
    assertThat(objects.getFirst().field("data")).hasValue(Payload.parse(json));
    assertThat(objects.getFirst().field("data").orElseThrow()).hasToString(json);
    assertThat(objects.getFirst().text("type")).hasValue("x");
  }

  @Test
  void aTextMayHoldSeveralObjects() throws Exception {
    byte[] text = "{\"a\":1}\n {\"a\":2}".getBytes(StandardCharsets.UTF_8);
    List<String> seen = new ArrayList<>();
    JsonObject.readAll(
        text, 0, text.length, object -> seen.add(object.field("a").orElseThrow().toString()));

    assertThat(seen).containsExactly("1", "2");
  }

  @Test
  void objectsBeforeAFaultAreSeen() {
    byte[] text = "{\"a\":1} nonsense".getBytes(StandardCharsets.UTF_8);
    List<JsonObject> seen = new ArrayList<>();

    assertThatThrownBy(() -> JsonObject.readAll(text, 0, text.length, seen::add))
        .isInstanceOf(MalformedJsonException.class);
    assertThat(seen).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "nonsense",
        "[]",
        "1",
        "\"text\"",
        "{\"a\":1",
        "{\"a\":1,}",
        "{\"a\":01}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\\ud800\"}",
        "{\"a\":\"\\ud800\\u0041\"}",
        "{\"\\ud800\":1}",
        "{\"a\":\"\t\"}",
        "{'a':1}",
        "{\"a\":NaN}"
      })
  void whatIsNoObjectOfValidJsonIsRefused(String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> JsonObject.readAll(text, 0, text.length, _ -> {}))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageStartingWith("invalid JSON format");
  }

  @Test
  void depthIsBounded() {
    String json = "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

    assertThatThrownBy(() -> JsonObject.parse(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("deeper than 200");
  }

  @Test
  void aFieldOfAWrongTypeIsNamed() throws Exception {
    JsonObject object =
        JsonObject.parse(
            "{\"room\":7,\"rooms\":[\"a\",1],\"data\":[]}".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> object.text("room")).hasMessage("field 'room' must be a string");
    assertThatThrownBy(() -> object.texts("rooms")).hasMessageContaining("'rooms'");
    assertThatThrownBy(() -> object.object("data")).hasMessage("field 'data' must be an object");
  }

  @Test
  void nullCountsAsAbsentAndEscapesAreRead() throws Exception {
    JsonObject object =
        JsonObject.parse(
            "{\"a\":null,\"b\":\"x\\u00fc\\n\",\"c\":[\"p\",\"q\"]}"
                .getBytes(StandardCharsets.UTF_8));

    assertThat(object.field("a")).isEmpty();
    assertThat(object.text("a")).isEmpty();
    assertThat(object.text("b")).hasValue("xü\n");
    assertThat(object.texts("c")).hasValue(List.of("p", "q"));
    assertThat(object.hasOnly(Set.of("a", "b", "c"))).isTrue();
    assertThat(object.hasOnly(Set.of("a", "b"))).isFalse();
  }

  @Test
  void trailingValuesAreNoSingleObject() {
    assertThatThrownBy(() -> JsonObject.parse("{} {}".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("more than one value");
  }

  @Test
  void namesAreThoseOfTheTopmostFieldsNullOnesToo() throws Exception {
    assertThat(JsonObject.names(Payload.parse("{\"a\":{\"b\":[{}]},\"\\u0063\":null, \"d\" :1}")))
        .containsExactly("a", "c", "d");
    assertThat(JsonObject.names(Payload.parse(" { } "))).isEmpty();
    assertThat(JsonObject.names(Payload.parse("[{\"a\":1}]"))).isEmpty();
  }
}
