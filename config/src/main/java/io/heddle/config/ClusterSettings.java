package io.heddle.config;

/**
 * How rooms spread over nodes: {@code heddle.cluster}.
 *
 * @param shards parts that rooms are dealt out in; the same on all nodes
 */
public record ClusterSettings(int shards) {}
