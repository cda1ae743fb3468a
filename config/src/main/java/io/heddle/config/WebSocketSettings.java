package io.heddle.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where and how WebSockets are served: {@code heddle.websocket}.
 *
 * @param enabled false serves health and admin only
 * @param host address that is listened on
 * @param port 0 to 65535; 0 takes any free port
 * @param url what clients are told to connect to; empty: derived from the request
 * @param endpoints at least one where {@code enabled}; paths are unique
 * @param allowedOrigins exact origins, {@code https://*.example.com} patterns, or {@code *}
 * @param cookieWithoutOrigin whether a cookie counts on a request that has no Origin
 * @param timeout from connect to authenticated
 * @param connectWait how long a connection opened with {@code ?connect=wait} may take to send its
 *     {@code connect}
 * @param readBufferSize initial size of the buffer in which a partial or fragmented message is put
 *     together
 * @param writeBufferSize send buffer of the socket; zero leaves it to the system
 * @param maxMessageSize largest message taken from a client; over it the connection closes 1009
 * @param pingInterval between two pings of the server, less than {@code pongWait}
 * @param pongWait a connection that sent nothing for this long is dead and closes 4412
 * @param writeWait a connection whose socket took no byte for this long, with some waiting, closes
 *     4413
 * @param binaryAsText whether a binary frame is read as text; else it closes 1003
 * @param outboxSize what may wait for one connection; over it the connection closes 4408
 * @param headSize largest request head (request line and headers)
 * @param headTimeout from the start of a connection, or from the last answer, to the end of the
 *     next request's head
 * @param backlog connections that the system may hold until they are accepted
 * @param compression whether messages are compressed
 * @param commandsInFlight commands of one connection that may be under way before it is read no
 *     further
 */
public record WebSocketSettings(
    boolean enabled,
    String host,
    int port,
    Optional<String> url,
    List<EndpointSettings> endpoints,
    List<String> allowedOrigins,
    boolean cookieWithoutOrigin,
    Duration timeout,
    Duration connectWait,
    Bytes readBufferSize,
    Bytes writeBufferSize,
    Bytes maxMessageSize,
    Duration pingInterval,
    Duration pongWait,
    Duration writeWait,
    boolean binaryAsText,
    Bytes outboxSize,
    Bytes headSize,
    Duration headTimeout,
    int backlog,
    CompressionSettings compression,
    int commandsInFlight) {
  /** Takes copies of the lists. */
  public WebSocketSettings {
    endpoints = List.copyOf(endpoints);
    allowedOrigins = List.copyOf(allowedOrigins);
  }
}
