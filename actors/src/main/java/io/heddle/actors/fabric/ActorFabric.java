package io.heddle.actors.fabric;

import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToNode.NodeLoad;
import io.heddle.actors.protocol.ToPublisher;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The fabric over a node's publisher and the nodes of its cluster. */
public final class ActorFabric implements Fabric {
  private static final Duration NODE_PATIENCE = Duration.ofSeconds(2);

  private final ActorSystem<?> system;
  private final ActorRef<ToPublisher> publisher;
  private final NodeDirectory directory;
  private final Clock clock;
  private final Duration publishPatience;

  /**
   * A fabric of this node.
   *
   * @param publishTimeout after which the publisher itself gives up, see {@code
   *     RoomSettings.publishTimeout}
   */
  public ActorFabric(
      ActorSystem<?> system,
      ActorRef<ToPublisher> publisher,
      NodeDirectory directory,
      Clock clock,
      Duration publishTimeout) {
    this.system = system;
    this.publisher = publisher;
    this.directory = directory;
    this.clock = clock;
    this.publishPatience = publishTimeout.multipliedBy(2);
  }

  @Override
  public CompletionStage<ToPublisher.Answer> publish(RoomName room, Draft draft) {
    return AskPattern.ask(
        publisher,
        replyTo -> new ToPublisher.Publish(room, draft, true, replyTo),
        publishPatience,
        system.scheduler());
  }

  @Override
  public CompletionStage<Integer> toConnection(ClientId clientId, Draft draft) {
    Event event = new Event.Direct(draft, clock.instant());
    return sum(replyTo -> new ToNode.Deliver(clientId, event, replyTo));
  }

  @Override
  public CompletionStage<Integer> disconnect(RoomName room, CloseCode code, String reason) {
    return sum(
        replyTo -> new ToNode.ForRooms(new ToLocalRooms.Disconnect(room, code, reason, replyTo)));
  }

  @Override
  public CompletionStage<Integer> disconnect(ClientId clientId, CloseCode code, String reason) {
    return sum(replyTo -> new ToNode.Disconnect(clientId, code, reason, replyTo));
  }

  @Override
  public CompletionStage<Integer> count(RoomName room) {
    return sum(replyTo -> new ToNode.ForRooms(new ToLocalRooms.Count(room, replyTo)));
  }

  @Override
  public CompletionStage<NodeLoad> load() {
    return gather(
        ToNode.Load::new,
        new NodeLoad(0, 0),
        (a, b) -> new NodeLoad(a.connections() + b.connections(), a.rooms() + b.rooms()));
  }

  private CompletionStage<Integer> sum(Function<ActorRef<Integer>, ToNode> question) {
    return gather(question, 0, Integer::sum);
  }

  /** Asks every node; one that does not answer in time counts as nothing. */
  private <T> CompletionStage<T> gather(
      Function<ActorRef<T>, ToNode> question, T nothing, BinaryOperator<T> add) {
    CompletionStage<T> all = CompletableFuture.completedFuture(nothing);
    for (ActorRef<ToNode> node : directory.nodes()) {
      CompletionStage<T> one =
          AskPattern.<ToNode, T>ask(node, question::apply, NODE_PATIENCE, system.scheduler())
              .exceptionally(_ -> nothing);
      all = all.thenCombine(one, add);
    }
    return all;
  }
}
