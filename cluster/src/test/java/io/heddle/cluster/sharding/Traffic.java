package io.heddle.cluster.sharding;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.actors.protocol.ToNode;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelectionMessage;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.remote.artery.RemoteInstrument;

/**
 * Counts what the nodes of this process send to each other, by kind: the fabric's messages by their
 * names, those of Pekko by their packages. One count for all nodes, so tests that use it must not
 * run side by side.
 */
public final class Traffic extends RemoteInstrument {
  /** For the configuration of each node. */
  static final Config COUNTED =
      ConfigFactory.parseString(
          "pekko.remote.artery.advanced.instruments = [\"" + Traffic.class.getName() + "\"]");

  private static final String FABRIC = "io.heddle.";
  private static final String PEKKO = "org.apache.pekko.";
  private static final byte IDENTIFIER = 17;
  private static final Map<String, Sent> SENT = new ConcurrentHashMap<>();

  /** Called by Pekko. */
  public Traffic() {}

  /** Messages and their bytes as they stand in the transport's frames. */
  record Sum(long messages, long bytes) {}

  private record Sent(LongAdder messages, LongAdder bytes) {
    Sent() {
      this(new LongAdder(), new LongAdder());
    }
  }

  /** What has been sent since {@link #forget}, by kind. */
  static Map<String, Sum> sent() {
    Map<String, Sum> sums = new TreeMap<>();
    SENT.forEach((kind, it) -> sums.put(kind, new Sum(it.messages.sum(), it.bytes.sum())));
    return sums;
  }

  /** How many of a kind have been sent since {@link #forget}. */
  static long sent(String kind) {
    return SENT.getOrDefault(kind, new Sent()).messages.sum();
  }

  /** How many messages of the fabric have been sent since {@link #forget}. */
  static long ofFabric() {
    return SENT.entrySet().stream()
        .filter(it -> !it.getKey().startsWith("pekko "))
        .mapToLong(it -> it.getValue().messages.sum())
        .sum();
  }

  /** Begins to count anew. */
  static void forget() {
    SENT.clear();
  }

  @Override
  public byte identifier() {
    return IDENTIFIER;
  }

  @Override
  public void remoteWriteMetadata(
      ActorRef recipient, Object message, ActorRef sender, ByteBuffer buffer) {}

  @Override
  public void remoteMessageSent(
      ActorRef recipient, Object message, ActorRef sender, int size, long time) {
    Sent sent = SENT.computeIfAbsent(kind(message), _ -> new Sent());
    sent.messages.increment();
    sent.bytes.add(size);
  }

  @Override
  public void remoteReadMetadata(
      ActorRef recipient, Object message, ActorRef sender, ByteBuffer buffer) {}

  @Override
  public void remoteMessageReceived(
      ActorRef recipient, Object message, ActorRef sender, int size, long time) {}

  private static String kind(Object message) {
    return switch (message) {
      case ActorSelectionMessage selection -> kind(selection.msg());
      case ShardingEnvelope<?> envelope -> kind(envelope.message());
      case ToNode.ForRooms(var inside) -> kind(inside);
      case ToNode.ForNotices(var inside) -> kind(inside);
      default -> ofType(message.getClass());
    };
  }

  private static String ofType(Class<?> type) {
    String name = type.getName();
    if (name.startsWith(FABRIC)) {
      return type.getSimpleName();
    }
    String part = name.startsWith(PEKKO) ? name.substring(PEKKO.length()) : name;
    int end = part.indexOf('$') < 0 ? part.lastIndexOf('.') : part.indexOf('$');
    return "pekko " + part.substring(0, end < 0 ? part.length() : end);
  }
}
