package io.heddle.http.server;

import io.heddle.config.WebSocketSettings;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.function.Function;

/**
 * What the connections of a server share.
 *
 * @param route answers a request; at once where it is a WebSocket's
 * @param loops where they run
 * @param plain the connections that are no upgrade
 */
record ServerEnvironment(
    ActorSystem<?> system,
    EventLoops loops,
    WebSocketSettings settings,
    Function<HttpRequest, CompletionStage<HttpResponse>> route,
    ServerMetrics metrics,
    PlainConnections plain) {}
