package io.heddle.http.head;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.DateTime;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;

/** Writes the answers to upgrade requests (RFC 9112): the 101, and refusals, which are the last. */
public final class ResponseBytes {
  /** Longest that the body of a refusal is waited for, in milliseconds. */
  private static final long BODY_WAIT = 1000;

  private ResponseBytes() {}

  /** The head of a 101. */
  public static byte[] switching(HttpResponse response) {
    return head(response).append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A whole answer, after which the connection ends. */
  public static CompletionStage<byte[]> last(HttpResponse response, Materializer materializer) {
    return response
        .entity()
        .toStrict(BODY_WAIT, materializer)
        .thenApply(entity -> last(response, entity));
  }

  private static byte[] last(HttpResponse response, HttpEntity.Strict entity) {
    StringBuilder head = head(response);
    line(head, "Date", DateTime.now().toRfc1123DateTimeString());
    line(head, "Content-Type", entity.getContentType().toString());
    line(head, "Content-Length", Long.toString(entity.getData().length()));
    line(head, "Connection", "close");
    ByteString bytes =
        ByteString.fromString(head.append("\r\n").toString(), StandardCharsets.ISO_8859_1);
    return bytes.concat(entity.getData()).toArray();
  }

  private static StringBuilder head(HttpResponse response) {
    StringBuilder head = new StringBuilder(256).append("HTTP/1.1 ");
    head.append(response.status().intValue()).append(' ').append(response.status().reason());
    head.append("\r\n");
    for (HttpHeader header : response.getHeaders()) {
      if (header.renderInResponses()) {
        line(head, header.name(), header.value());
      }
    }
    return head;
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
