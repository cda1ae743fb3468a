package io.heddle.config;

import com.typesafe.config.Config;
import java.nio.file.Path;

/**
 * All settings of a node, read once at start and valid together.
 *
 * @param dataDir folder for what the node keeps; may not exist yet
 * @param debug whether frames and decisions are logged
 * @param server what holds the sockets
 * @param webSocket where and how WebSockets are served
 * @param warmUp what it does before anybody can connect
 * @param limits how much this node takes on
 * @param errors error budget of a connection
 * @param rateLimit how fast clients may send
 * @param jwt how tokens are verified
 * @param auth what is read from a token and what it allows
 * @param redis the Redis that messages come in from, and that may hold the log
 * @param ingress the stream in Redis that messages come in by
 * @param rooms what all rooms have in common
 * @param namespaces policies of rooms
 * @param memberships which groups a user is in
 * @param history what all logs have in common
 * @param sqlite the log in a file
 * @param cluster how rooms spread over nodes
 * @param drain how a node goes down
 * @param extensions code of others that is loaded
 * @param overrides what the file has beside {@code heddle}, such as {@code pekko}; still to be
 *     resolved where it refers to something outside of the file
 */
public record Settings(
    Path dataDir,
    boolean debug,
    ServerKind server,
    WebSocketSettings webSocket,
    WarmUpSettings warmUp,
    LimitSettings limits,
    ErrorSettings errors,
    RateLimitSettings rateLimit,
    JwtSettings jwt,
    AuthSettings auth,
    RedisSettings redis,
    IngressSettings ingress,
    RoomSettings rooms,
    NamespaceSettings namespaces,
    MembershipSettings memberships,
    HistorySettings history,
    SqliteSettings sqlite,
    ClusterSettings cluster,
    DrainSettings drain,
    ExtensionSettings extensions,
    Config overrides) {}
