package io.heddle.http.answer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Why a request is refused, as {@code application/problem+json} (RFC 9457); {@code error} repeats
 * the detail for clients that know only that.
 *
 * @param status HTTP status, 400 to 599
 * @param detail one line that is fit for whoever asked
 * @param headers sent along
 */
public record Problem(int status, String detail, List<HttpHeader> headers) {
  private static final ContentType.WithFixedCharset PROBLEM_JSON =
      ContentTypes.create(
          MediaTypes.applicationWithFixedCharset("problem+json", HttpCharsets.UTF_8));

  /** How long those who ask are told to wait, in seconds, where a fault is temporary. */
  private static final String RETRY_AFTER_SECONDS = "1";

  /** Takes a copy of the list. */
  public Problem {
    headers = List.copyOf(headers);
  }

  /** A problem without headers of its own. */
  public static Problem of(int status, String detail) {
    return new Problem(status, detail, List.of());
  }

  /** 400: the request is wrong, and the detail names what in it. */
  public static Problem badRequest(String detail) {
    return of(400, detail);
  }

  /** 503 with {@code Retry-After}: the same request may succeed in a moment. */
  public static Problem unavailable(String detail) {
    return of(503, detail).with(RawHeader.create("Retry-After", RETRY_AFTER_SECONDS));
  }

  /** The same problem with a further header. */
  public Problem with(HttpHeader header) {
    List<HttpHeader> more = new ArrayList<>(headers);
    more.add(header);
    return new Problem(status, detail, more);
  }

  /** The answer that tells of it. */
  public HttpResponse response() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", StatusCodes.get(status).reason());
    body.put("status", status);
    body.put("detail", detail);
    body.put("error", detail);
    return HttpResponse.create()
        .withStatus(status)
        .withHeaders(Json.NO_STORE)
        .addHeaders(headers)
        .withEntity(HttpEntities.create(PROBLEM_JSON, Json.bytes(body)));
  }
}
