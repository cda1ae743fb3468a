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

/** Asks several nodes how they do. */
final class NodeReports {
  private NodeReports() {}

  /** Those that answer in time, in the order asked; never fails. */
  static CompletionStage<List<NodeReport>> of(
      List<ActorRef<ToNode>> nodes, ActorSystem<?> system, Duration patience) {
    List<CompletableFuture<Optional<NodeReport>>> answers =
        nodes.stream().map(node -> of(node, system, patience)).toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(_ -> answers.stream().flatMap(answer -> answer.join().stream()).toList());
  }

  private static CompletableFuture<Optional<NodeReport>> of(
      ActorRef<ToNode> node, ActorSystem<?> system, Duration patience) {
    return AskPattern.<ToNode, NodeReport>ask(
            node, ToNode.Report::new, patience, system.scheduler())
        .handle(
            (report, fault) -> fault == null ? Optional.of(report) : Optional.<NodeReport>empty())
        .toCompletableFuture();
  }
}
