package io.heddle.actors.node;

import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToNode.NodeReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The cluster's nodes as an operator sees them. Thread-safe. */
public final class Nodes {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ActorSystem<?> system;
  private final NodeDirectory directory;

  /** The nodes that a directory knows. */
  public Nodes(ActorSystem<?> system, NodeDirectory directory) {
    this.system = system;
    this.directory = directory;
  }

  /** What became of the wish that a node drain. */
  public sealed interface DrainAnswer {
    /** It drains, or did so already, and its process ends then. */
    record Draining(NodeReport report) implements DrainAnswer {}

    /** There is no such node. */
    record Unknown() implements DrainAnswer {}

    /** No other node takes its connections, so it was left as it is. */
    record LastOne() implements DrainAnswer {}

    /** It did not answer, and may drain or not. */
    record Unanswered() implements DrainAnswer {}
  }

  /** How the nodes do that answer within two seconds, in no order; never fails. */
  public CompletionStage<List<NodeReport>> all() {
    return NodeReports.of(directory.nodes(), system, PATIENCE);
  }

  /**
   * Has a node ask its connections to move, leave the cluster and end its process. Answers within
   * four seconds, long before that is done; never fails.
   *
   * @param id the node's, as its report has it
   * @param evenIfLast whether to do so though no other node takes connections
   */
  public CompletionStage<DrainAnswer> drain(String id, boolean evenIfLast) {
    Optional<ActorRef<ToNode>> node =
        directory.nodes().stream().filter(it -> NodeDirectory.id(it).equals(id)).findFirst();
    if (node.isEmpty()) {
      return CompletableFuture.completedFuture(new DrainAnswer.Unknown());
    }
    return all()
        .thenCompose(
            reports ->
                evenIfLast || reports.stream().anyMatch(it -> takesOver(it, id))
                    ? retire(node.get())
                    : CompletableFuture.completedFuture(new DrainAnswer.LastOne()));
  }

  private static boolean takesOver(NodeReport report, String id) {
    boolean itself = report.node().equals(id);
    return itself ? report.leaving() : !report.leaving();
  }

  private CompletionStage<DrainAnswer> retire(ActorRef<ToNode> node) {
    return AskPattern.<ToNode, NodeReport>ask(
            node, ToNode.Retire::new, PATIENCE, system.scheduler())
        .handle(
            (report, fault) ->
                fault == null ? new DrainAnswer.Draining(report) : new DrainAnswer.Unanswered());
  }
}
