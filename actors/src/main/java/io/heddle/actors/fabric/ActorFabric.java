package io.heddle.actors.fabric;

import io.heddle.actors.extension.Listeners;
import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.ReservedTypes;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToNode.NodeLoad;
import io.heddle.actors.protocol.ToPublisher;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
  private static final Duration LONGEST_ASK = Duration.ofHours(1);
  private static final ClientReply GONE = new ClientReply.Unanswered(ClientReply.Why.GONE);
  private static final ClientReply TIMED_OUT =
      new ClientReply.Unanswered(ClientReply.Why.TIMED_OUT);

  private final ActorSystem<?> system;
  private final ActorRef<ToPublisher> publisher;
  private final NodeDirectory directory;
  private final Clock clock;
  private final Duration publishPatience;
  private final Listeners listeners;

  /**
   * A fabric of this node.
   *
   * @param publishTimeout after which the publisher itself gives up, see {@code
   *     RoomSettings.publishTimeout}
   * @param listeners of this node's connections
   */
  public ActorFabric(
      ActorSystem<?> system,
      ActorRef<ToPublisher> publisher,
      NodeDirectory directory,
      Clock clock,
      Duration publishTimeout,
      Listeners listeners) {
    this.system = system;
    this.publisher = publisher;
    this.directory = directory;
    this.clock = clock;
    this.publishPatience = publishTimeout.multipliedBy(2);
    this.listeners = listeners;
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

  /** The first node that knows the connection answers; where none does, all have said so. */
  @Override
  public CompletionStage<ClientReply> ask(
      ClientId clientId, String name, Payload data, Duration timeout) {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_ASK) > 0) {
      throw new IllegalArgumentException("not a time-out up to an hour: " + timeout);
    }
    if (!ReservedTypes.wellFormed(name)) {
      throw new IllegalArgumentException("not a name of a request: '" + name + "'");
    }
    CompletableFuture<ClientReply> reply = new CompletableFuture<>();
    List<ActorRef<ToNode>> nodes = directory.nodes();
    CompletableFuture<?>[] all = new CompletableFuture<?>[nodes.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] =
          AskPattern.<ToNode, ClientReply>ask(
                  nodes.get(i),
                  replyTo -> new ToNode.Ask(clientId, name, data, timeout, replyTo),
                  timeout.plus(NODE_PATIENCE),
                  system.scheduler())
              .exceptionally(_ -> TIMED_OUT)
              .thenAccept(
                  answer -> {
                    if (!answer.equals(GONE)) {
                      reply.complete(answer);
                    }
                  })
              .toCompletableFuture();
    }
    CompletionStage<Void> everyNode = CompletableFuture.allOf(all);
    everyNode.thenRun(() -> reply.complete(GONE));
    return reply;
  }

  @Override
  public CompletionStage<Integer> join(String userId, RoomName room) {
    return place(userId, room, Event.RoomAction.JOINED);
  }

  @Override
  public CompletionStage<Integer> leave(String userId, RoomName room) {
    return place(userId, room, Event.RoomAction.LEFT);
  }

  private CompletionStage<Integer> place(String userId, RoomName room, Event.RoomAction action) {
    if (room.namespace().equals(RoomName.GROUP_NAMESPACE)) {
      boolean joined = action == Event.RoomAction.JOINED;
      return change(new MembershipChange(userId, room.local(), Optional.empty(), joined))
          .thenApply(MembershipChange.Outcome::connections);
    }
    if (room.equals(RoomName.SYSTEM) || room.namespace().equals("user")) {
      throw new IllegalArgumentException("only the server itself fills room " + room);
    }
    RoomName own =
        RoomName.ofUser(userId)
            .orElseThrow(() -> new IllegalArgumentException("not a user id: '" + userId + "'"));
    return order(own, new RoomReply.Placed(room, action));
  }

  private CompletionStage<Integer> order(RoomName user, RoomReply.Placed order) {
    return sum(replyTo -> new ToNode.ForRooms(new ToLocalRooms.Place(user, order, replyTo)));
  }

  /** First the connections, so that a log that is slow holds up nobody's leaving. */
  @Override
  public CompletionStage<MembershipChange.Outcome> change(
      MembershipChange change, Draft announcement) {
    Event.RoomAction action = change.joined() ? Event.RoomAction.JOINED : Event.RoomAction.LEFT;
    return order(change.userRoom(), new RoomReply.Placed(change.groupRoom(), action))
        .thenCompose(
            connections ->
                publish(change.userRoom(), announcement)
                    .thenCombine(
                        publish(change.groupRoom(), announcement),
                        (user, group) ->
                            new MembershipChange.Outcome(
                                connections, isDone(user) && isDone(group))));
  }

  private static boolean isDone(ToPublisher.Answer answer) {
    return answer instanceof ToPublisher.Done;
  }

  @Override
  public Registration listen(ConnectionListener listener) {
    return listeners.add(listener);
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
  public CompletionStage<PresenceReply> presence(RoomName room) {
    return AskPattern.<ToPublisher, PresenceReply>ask(
            publisher,
            replyTo -> new ToPublisher.WhoIsThere(room, replyTo),
            NODE_PATIENCE,
            system.scheduler())
        .exceptionally(_ -> new PresenceReply.Untold(ErrorCode.UNAVAILABLE));
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
