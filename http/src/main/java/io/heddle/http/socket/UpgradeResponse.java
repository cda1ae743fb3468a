package io.heddle.http.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.impl.engine.server.UpgradeToOtherProtocolResponseHeader;
import org.apache.pekko.http.javadsl.model.AttributeKey;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;

/**
 * The 101 that takes a connection away from HTTP (RFC 9110, section 15.2.2). The only place that
 * uses what Pekko HTTP keeps internal: a response header that holds the flow of bytes to go on
 * with. Its public WebSocket API would decode, copy and time each message once more.
 */
public final class UpgradeResponse {
  private static final HttpHeader UPGRADE = RawHeader.create("Upgrade", "websocket");

  /** Has to be the modelled header: the server keeps the connection for it alone. */
  private static final HttpHeader CONNECTION = Connection.create("Upgrade");

  private static final AttributeKey<ConnectionStage> CONNECTION_STAGE =
      AttributeKey.create("heddle-connection", ConnectionStage.class);

  private UpgradeResponse() {}

  static HttpResponse create(
      String accept, Optional<String> subprotocol, ConnectionStage connection) {
    List<HttpHeader> headers = new ArrayList<>(5);
    headers.add(UPGRADE);
    headers.add(CONNECTION);
    headers.add(RawHeader.create("Sec-WebSocket-Accept", accept));
    headers.add(handler(Flow.fromGraph(connection)));
    subprotocol.ifPresent(name -> headers.add(RawHeader.create("Sec-WebSocket-Protocol", name)));
    return HttpResponse.create()
        .withStatus(StatusCodes.SWITCHING_PROTOCOLS)
        .addHeaders(headers)
        .addAttribute(CONNECTION_STAGE, connection);
  }

  /** The WebSocket that this answer opens, for a server that needs no stream for it. */
  public static Optional<ConnectionStage> connection(HttpResponse response) {
    return response.getAttribute(CONNECTION_STAGE);
  }

  /** What the connection goes on with after this answer; empty where it stays with HTTP. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static Optional<Flow<ByteString, ByteString, ?>> flow(HttpResponse response) {
    if (response.status() != StatusCodes.SWITCHING_PROTOCOLS) {
      return Optional.empty();
    }
    for (HttpHeader header : response.getHeaders()) {
      if (header instanceof UpgradeToOtherProtocolResponseHeader upgrade) {
        org.apache.pekko.stream.scaladsl.Flow bytes = upgrade.handler();
        return Optional.of(bytes.asJava());
      }
    }
    return Optional.empty();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // a materialized value of Any cannot be said in Java
  private static HttpHeader handler(Flow<ByteString, ByteString, NotUsed> bytes) {
    return new UpgradeToOtherProtocolResponseHeader(
        (org.apache.pekko.stream.scaladsl.Flow) bytes.asScala());
  }
}
