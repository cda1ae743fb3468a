package io.heddle.cluster.redis;

import io.heddle.actors.fabric.Fabric;
import io.heddle.config.Bytes;
import io.heddle.config.IngressSettings;
import io.heddle.config.NamespaceSettings;
import io.heddle.config.RedisSettings;
import io.heddle.config.RoomSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/**
 * What the reader of the stream works with.
 *
 * @param redis where Redis is
 * @param settings which stream, and how it is read
 * @param maxData largest {@code data} of an entry, so that it fits into outboxes
 * @param rooms which names of rooms there may be
 * @param namespaces which of them are declared
 * @param nodeId name of this node, for a reader that the settings do not name
 * @param fabric where entries are published
 * @param link is told of each change
 * @param registry where it is counted
 * @param clock what tells when the link has changed
 */
public record StreamEnvironment(
    RedisSettings redis,
    IngressSettings settings,
    Bytes maxData,
    RoomSettings rooms,
    NamespaceSettings namespaces,
    String nodeId,
    Fabric fabric,
    RedisLink link,
    MeterRegistry registry,
    Clock clock) {}
