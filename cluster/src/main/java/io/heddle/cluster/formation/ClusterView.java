package io.heddle.cluster.formation;

import io.heddle.config.ClusterSettings;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberDowned;
import org.apache.pekko.cluster.ClusterEvent.MemberLeft;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.MemberUp;
import org.apache.pekko.cluster.ClusterEvent.ReachableMember;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node sees of its cluster: tells the log who comes, goes and cannot be reached, and knows
 * whether the view was complete once. Readable from any thread.
 */
public final class ClusterView {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterView.class);

  private final Cluster cluster;
  private final int minNodes;
  private final CompletableFuture<Done> joined = new CompletableFuture<>();
  private final CompletableFuture<Done> complete = new CompletableFuture<>();
  private final Set<UniqueAddress> up = ConcurrentHashMap.newKeySet();
  private final Set<UniqueAddress> unreachable = ConcurrentHashMap.newKeySet();

  private ClusterView(Cluster cluster, int minNodes) {
    this.cluster = cluster;
    this.minNodes = minNodes;
  }

  /** Begins to look. */
  public static ClusterView follow(ActorSystem<?> system, ClusterSettings settings) {
    var view = new ClusterView(Cluster.get(system), settings.minNodes());
    system.systemActorOf(view.follower(), "heddle-cluster-view", Props.empty());
    return view;
  }

  /** Completes, on a thread of the actor system, when this node is up. */
  public CompletionStage<Done> joined() {
    return joined.minimalCompletionStage();
  }

  /**
   * Completes, on a thread of the actor system, the first time that this node is up and sees {@code
   * cluster.min-nodes} of them, and none that cannot be reached.
   */
  public CompletionStage<Done> complete() {
    return complete.minimalCompletionStage();
  }

  /** What is missing until the view is complete, or why this node is no member any more. */
  public Optional<String> missing() {
    var status = cluster.selfMember().status();
    if (complete.isDone()) {
      return status.equals(MemberStatus.down()) || status.equals(MemberStatus.removed())
          ? Optional.of("the cluster has removed this node")
          : Optional.empty();
    }
    if (!up.contains(cluster.selfMember().uniqueAddress())) {
      return Optional.of("this node has not joined a cluster yet");
    }
    return unreachable.isEmpty()
        ? Optional.of("%d of %d nodes are there (cluster.min-nodes)".formatted(up.size(), minNodes))
        : Optional.of(unreachable.size() + " of the nodes cannot be reached");
  }

  private Behavior<ClusterDomainEvent> follower() {
    return Behaviors.setup(
        context -> {
          cluster
              .subscriptions()
              .tell(Subscribe.create(context.getSelf(), ClusterDomainEvent.class));
          return Behaviors.receiveMessage(
              event -> {
                on(event);
                return Behaviors.same();
              });
        });
  }

  private void on(ClusterDomainEvent event) {
    switch (event) {
      case MemberUp it -> up(it.member());
      case MemberLeft it -> up.remove(it.member().uniqueAddress());
      case MemberDowned it -> {
        up.remove(it.member().uniqueAddress());
        LOG.warn("{} is given up, since it cannot be reached", called(it.member()));
      }
      case MemberRemoved it -> {
        up.remove(it.member().uniqueAddress());
        unreachable.remove(it.member().uniqueAddress());
        LOG.info("{} is gone; {} nodes are up", called(it.member()), up.size());
      }
      case UnreachableMember it -> {
        unreachable.add(it.member().uniqueAddress());
        LOG.warn("{} cannot be reached", called(it.member()));
      }
      case ReachableMember it -> {
        unreachable.remove(it.member().uniqueAddress());
        LOG.info("{} can be reached again", called(it.member()));
      }
      default -> {}
    }
    if (up.contains(cluster.selfMember().uniqueAddress())) {
      joined.complete(Done.getInstance());
      if (up.size() >= minNodes && unreachable.isEmpty()) {
        complete.complete(Done.getInstance());
      }
    }
  }

  private void up(Member member) {
    up.add(member.uniqueAddress());
    LOG.info(
        "{} is up, with version {}; {} nodes are", called(member), member.appVersion(), up.size());
    var theirs = namespaces(member);
    if (!theirs.equals(namespaces(cluster.selfMember()))) {
      LOG.warn(
          "{} has other policies of rooms (heddle.namespaces) than this node; each node keeps to its"
              + " own, so they differ until all have the same",
          called(member));
    }
  }

  private static Optional<String> namespaces(Member member) {
    return member.getRoles().stream()
        .filter(role -> role.startsWith(ClusterConfig.NAMESPACES))
        .findFirst();
  }

  private String called(Member member) {
    boolean self = member.uniqueAddress().equals(cluster.selfMember().uniqueAddress());
    return (self ? "this node, " : "node ") + member.address().hostPort();
  }
}
