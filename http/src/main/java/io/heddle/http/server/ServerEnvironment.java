package io.heddle.http.server;

import io.heddle.config.WebSocketSettings;
import io.heddle.http.head.RequestTargets;
import io.heddle.http.loop.EventLoops;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.function.Function;

/**
 * What the connections of a server share.
 *
 * @param route answers a request; at once where it is a WebSocket's
 * @param targets the addresses that were asked for last
 * @param loops where they run
 * @param plain the connections that are no upgrade
 */
record ServerEnvironment(
    ActorSystem<?> system,
    EventLoops loops,
    WebSocketSettings settings,
    Function<HttpRequest, CompletionStage<HttpResponse>> route,
    RequestTargets targets,
    ServerMetrics metrics,
    PlainConnections plain) {}
