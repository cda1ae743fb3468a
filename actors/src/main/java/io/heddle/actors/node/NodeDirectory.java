package io.heddle.actors.node;

import io.heddle.actors.protocol.ToNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * The nodes that a node works with, readable from any thread without asking. As a rule these are
 * the cluster's as the Receptionist knows them: one subscription a node, since one a room would be
 * a flood at every change.
 */
public final class NodeDirectory {
  /** Under which each node registers. */
  public static final ServiceKey<ToNode> KEY = ServiceKey.create(ToNode.class, "heddle-node");

  private final Optional<ActorRef<Receptionist.Command>> receptionist;
  private final CompletableFuture<Done> populated = new CompletableFuture<>();
  private volatile List<ActorRef<ToNode>> nodes = List.of();

  private NodeDirectory(Optional<ActorRef<Receptionist.Command>> receptionist) {
    this.receptionist = receptionist;
  }

  /** Starts to follow the Receptionist of a system; empty until it has answered. */
  public static NodeDirectory follow(ActorSystem<?> system) {
    NodeDirectory directory = new NodeDirectory(Optional.of(system.receptionist()));
    system.systemActorOf(directory.follower(), "heddle-node-directory", Props.empty());
    return directory;
  }

  /** For a node that is by itself: it knows nobody else, and nobody hears of it. */
  public static NodeDirectory secluded() {
    return new NodeDirectory(Optional.empty());
  }

  /** Makes a node known. */
  void enter(ActorRef<ToNode> node) {
    receptionist.ifPresentOrElse(
        its -> its.tell(Receptionist.register(KEY, node)), () -> found(List.of(node)));
  }

  private Behavior<Receptionist.Listing> follower() {
    return Behaviors.setup(
        context -> {
          context
              .getSystem()
              .receptionist()
              .tell(Receptionist.subscribe(KEY, context.getSelf().narrow()));
          return Behaviors.receiveMessage(
              listing -> {
                found(List.copyOf(listing.getServiceInstances(KEY)));
                return Behaviors.same();
              });
        });
  }

  private void found(List<ActorRef<ToNode>> found) {
    nodes = found;
    if (!found.isEmpty()) {
      populated.complete(Done.getInstance());
    }
  }

  /** Completes when the first node is known. */
  public CompletionStage<Done> populated() {
    return populated;
  }

  /** All nodes, this one among them; the same list object until something changes. */
  public List<ActorRef<ToNode>> nodes() {
    return nodes;
  }

  /** All nodes but this one. */
  List<ActorRef<ToNode>> others(ActorRef<ToNode> self) {
    return nodes.stream().filter(node -> !node.equals(self)).toList();
  }

  /** How a node is called in messages between rooms and nodes: unique for each start of a node. */
  public static String id(ActorRef<ToNode> node) {
    return node.path().name();
  }
}
