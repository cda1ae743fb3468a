package io.heddle.http.socket;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.reject;

import io.heddle.actors.cursor.Devices;
import io.heddle.config.CompressionSettings;
import io.heddle.config.EndpointSettings;
import io.heddle.http.answer.Problem;
import io.heddle.http.auth.Admission;
import io.heddle.http.dialect.CompressedDialect;
import io.heddle.http.dialect.Dialect;
import io.heddle.http.dialect.Dialects;
import io.heddle.http.websocket.Handshake;
import io.heddle.http.websocket.MessageDeflater;
import io.heddle.http.websocket.PermessageDeflate;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * Where WebSockets are opened: checks the handshake, who it is, which dialect is spoken and whether
 * there is room, in this order, and answers with the upgrade or with a problem.
 */
public final class WebSocketRoute {
  private final Map<String, Endpoint> endpoints = new HashMap<>();
  private final SocketEnvironment environment;
  private final Admission admission;
  private final Dialects dialects;
  private final BooleanSupplier full;
  private final Map<Integer, Counter> refused = new HashMap<>();
  private final Counter upgraded;

  /** How each dialect is spoken compressed, by its name; empty where nothing is. */
  private final Map<String, Dialect> compressed = new HashMap<>();

  private record Endpoint(EndpointSettings settings, Dialect dialect) {}

  /**
   * The route of all endpoints of the settings.
   *
   * @param full whether the node takes no more connections now; asked at each request
   * @throws IllegalArgumentException where an endpoint's dialect does not exist, naming it
   */
  public WebSocketRoute(
      SocketEnvironment environment,
      Admission admission,
      Dialects dialects,
      BooleanSupplier full,
      MeterRegistry registry) {
    this.environment = environment;
    this.admission = admission;
    this.dialects = dialects;
    this.full = full;
    for (EndpointSettings endpoint : environment.settings().endpoints()) {
      Dialect dialect =
          dialects
              .find(endpoint.dialect())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "heddle.websocket.endpoints: unknown dialect '%s' at %s; known are %s"
                              .formatted(endpoint.dialect(), endpoint.path(), dialects.names())));
      endpoints.put(endpoint.path(), new Endpoint(endpoint, dialect));
    }
    CompressionSettings compression = environment.settings().compression();
    if (compression.enabled()) {
      MessageDeflater deflater =
          new MessageDeflater(compression.level(), compression.threshold().intValue());
      dialects.all().forEach(it -> compressed.put(it.name(), CompressedDialect.of(it, deflater)));
    }
    for (int status : new int[] {400, 401, 403, 405, 415, 426, 503}) {
      refused.put(status, counter(registry, Integer.toString(status)));
    }
    upgraded = counter(registry, "101");
  }

  private static Counter counter(MeterRegistry registry, String status) {
    return Counter.builder("heddle.upgrades")
        .description("Requests at WebSocket endpoints, by the status of the answer")
        .tag("status", status)
        .register(registry);
  }

  /** The route, unsealed: a path that is no endpoint is left to others. */
  public Route route() {
    return extractRequest(
        request -> {
          Endpoint endpoint = endpoints.get(request.getUri().path());
          return endpoint == null ? reject() : completeWithFuture(answer(request, endpoint));
        });
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request, Endpoint endpoint) {
    if (!request.entity().isKnownEmpty()) {
      return CompletableFuture.completedFuture(
          refuse(Problem.badRequest("a WebSocket is opened without a body")));
    }
    return switch (Handshake.answer(handshake(request))) {
      case Handshake.Refused(var status, var error) ->
          CompletableFuture.completedFuture(refuse(problem(status, error)));
      case Handshake.Accepted accepted ->
          admission
              .admit(request, endpoint.settings)
              .thenApply(
                  outcome ->
                      switch (outcome) {
                        case Admission.Refused(var refusal) -> {
                          count(refusal.status());
                          yield refusal.response();
                        }
                        case Admission.Admitted admitted ->
                            upgrade(request, endpoint, accepted, admitted);
                      });
    };
  }

  private HttpResponse upgrade(
      HttpRequest request,
      Endpoint endpoint,
      Handshake.Accepted accepted,
      Admission.Admitted admitted) {
    Query query = query(request);
    return switch (dialects.choose(
        accepted.offeredProtocols(), query.get("dialect"), endpoint.dialect)) {
      case Dialects.Unknown(var error) -> refuse(Problem.badRequest(error));
      case Dialects.Chosen(var dialect, var subprotocol) -> {
        if (!dialect.takesWhenFull() && full.getAsBoolean()) {
          yield refuse(Problem.unavailable("server is at maximum capacity"));
        }
        Optional<String> device = query.get("device");
        if (device.isPresent() && !Devices.isName(device.get())) {
          yield refuse(
              Problem.badRequest(
                  "device must be 1 to "
                      + Devices.MAX_BYTES
                      + " bytes without control characters"));
        }
        upgraded.increment();
        boolean wait = query.get("connect").equals(Optional.of("wait"));
        Optional<Dialect> compressed =
            accepted.compressionOffered()
                ? Optional.ofNullable(this.compressed.get(dialect.name()))
                : Optional.empty();
        ConnectionStage stage =
            new ConnectionStage(
                environment,
                compressed.orElse(dialect),
                compressed.isPresent(),
                admitted.identity(),
                wait,
                device);
        yield UpgradeResponse.create(
            accepted.accept(), subprotocol, compressed.map(_ -> PermessageDeflate.RESPONSE), stage);
      }
    };
  }

  /**
   * To take a query with a token in it apart costs more than all else here, and few ask for more.
   */
  private static Query query(HttpRequest request) {
    boolean asks = request.getUri().rawQueryString().filter(WebSocketRoute::asks).isPresent();
    return asks ? request.getUri().query() : Query.EMPTY;
  }

  private static boolean asks(String query) {
    return query.contains("dialect")
        || query.contains("connect")
        || query.contains("device")
        || query.contains("%");
  }

  private static Problem problem(int status, String error) {
    Problem problem = Problem.of(status, error);
    return switch (status) {
      case 405 -> problem.with(RawHeader.create("Allow", "GET"));
      case 426 ->
          problem
              .with(RawHeader.create("Sec-WebSocket-Version", "13"))
              .with(RawHeader.create("Upgrade", "websocket"));
      default -> problem;
    };
  }

  private HttpResponse refuse(Problem problem) {
    count(problem.status());
    return problem.response();
  }

  private void count(int status) {
    Counter counter = refused.get(status);
    if (counter != null) {
      counter.increment();
    }
  }

  private static Handshake.Request handshake(HttpRequest request) {
    List<String> connection = new ArrayList<>(1);
    List<String> upgrade = new ArrayList<>(1);
    List<String> version = new ArrayList<>(1);
    List<String> key = new ArrayList<>(1);
    List<String> protocols = new ArrayList<>(1);
    List<String> extensions = new ArrayList<>(1);
    for (HttpHeader header : request.getHeaders()) {
      switch (header.lowercaseName()) {
        case "connection" -> connection.add(header.value());
        case "upgrade" -> upgrade.add(header.value());
        case "sec-websocket-version" -> version.add(header.value());
        case "sec-websocket-key" -> key.add(header.value());
        case "sec-websocket-protocol" -> protocols.add(header.value());
        case "sec-websocket-extensions" -> extensions.add(header.value());
        default -> {}
      }
    }
    return new Handshake.Request(
        request.method().name(),
        request.protocol().value(),
        connection,
        upgrade,
        version,
        key,
        protocols,
        extensions);
  }
}
