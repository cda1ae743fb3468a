package io.heddle.http.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Answers in JSON. Names of record components become snake_case. Safe to call from any thread. */
public final class Json {
  /** Numbers of a moment, and answers to one person, are for no cache. */
  static final List<HttpHeader> NO_STORE = List.of(RawHeader.create("Cache-Control", "no-store"));

  private static final ObjectWriter WRITER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build()
          .writer();

  private Json() {}

  /** 200 with this body: a record, or a map of such values. */
  public static HttpResponse ok(Object body) {
    return answer(200, body);
  }

  /** Any status with this body: a record, or a map of such values. */
  public static HttpResponse answer(int status, Object body) {
    return HttpResponse.create()
        .withStatus(status)
        .withHeaders(NO_STORE)
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, bytes(body)));
  }

  static byte[] bytes(Object body) {
    try {
      return WRITER.writeValueAsBytes(body);
    } catch (JsonProcessingException fault) {
      throw new IllegalArgumentException("no JSON can be made of " + body.getClass(), fault);
    }
  }
}
