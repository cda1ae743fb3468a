package io.heddle.http.socket;

import io.heddle.actors.protocol.ToNode;
import io.heddle.config.WebSocketSettings;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the sockets of a node work with.
 *
 * @param settings sizes and times
 * @param node where connections are opened
 * @param metrics what is counted
 */
public record SocketEnvironment(
    WebSocketSettings settings, ActorRef<ToNode> node, SocketMetrics metrics) {}
