package io.heddle.http.status;

import java.time.Instant;

/**
 * What of a node does not change while it runs.
 *
 * @param version of the program
 * @param nodeId tells this node from others of its cluster
 * @param started when the node started
 */
public record NodeInfo(String version, String nodeId, Instant started) {}
