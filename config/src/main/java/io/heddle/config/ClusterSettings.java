package io.heddle.config;

import java.util.List;
import java.util.Optional;

/**
 * How nodes find each other and how rooms spread over them: {@code heddle.cluster}.
 *
 * @param shards parts that rooms are dealt out in; the same on all nodes
 * @param host by which other nodes reach this one; empty: to be found out
 * @param port that it listens on for other nodes, 1 to 65535; of all nodes that {@code dns} names
 * @param seeds nodes that it asks for their cluster; may name itself
 * @param dns name whose addresses are those of all nodes
 * @param minNodes nodes that it must see, itself included, before it is ready the first time
 * @param splitBrain how soon a node that cannot be reached is given up
 * @param frameSize of the largest message between nodes
 * @param tls how nodes prove who they are; empty: not at all
 */
public record ClusterSettings(
    int shards,
    Optional<String> host,
    int port,
    List<NodeAddress> seeds,
    Optional<String> dns,
    int minNodes,
    SplitBrainProfile splitBrain,
    Bytes frameSize,
    Optional<ClusterTlsSettings> tls) {
  /** Data of all publications in one message between nodes; a single one may be larger. */
  public static final Bytes MOST_DATA = new Bytes(256 << 10);

  /** Artery's own for a node that is alone: nothing of ours goes through it. */
  private static final Bytes SMALL_FRAME = new Bytes(256 << 10);

  /** What goes along with the data of hundreds of publications: names, ids, keys, the envelope. */
  private static final long LEAST_REST = 256 << 10;

  private static final long USUAL_REST = 1 << 20;

  /** Takes a copy of the seeds. */
  public ClusterSettings {
    seeds = List.copyOf(seeds);
  }

  /** Of a node that is alone. */
  public ClusterSettings(int shards) {
    this(
        shards,
        Optional.empty(),
        0,
        List.of(),
        Optional.empty(),
        1,
        SplitBrainProfile.CALM,
        SMALL_FRAME,
        Optional.empty());
  }

  /**
   * Whether this node may be one of several. One that is named to others by {@code host} alone is
   * too: it may be the first.
   */
  public boolean isShared() {
    return !seeds.isEmpty() || dns.isPresent() || host.isPresent();
  }

  /** Largest message between nodes where nobody says otherwise: two of clients fit into it. */
  public static Bytes frameFor(Bytes maxMessageSize) {
    return new Bytes(2 * maxMessageSize.value() + USUAL_REST);
  }

  /** The smallest frame that takes any message of a client, and what is sent in one with others. */
  public static Bytes leastFrameFor(Bytes maxMessageSize) {
    return new Bytes(Math.max(maxMessageSize.value(), MOST_DATA.value()) + LEAST_REST);
  }
}
