package io.heddle.cluster.redis;

import io.heddle.actors.fabric.ConnectionListener;
import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.fabric.MembershipChange;
import io.heddle.actors.fabric.Registration;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToNode.NodeLoad;
import io.heddle.actors.protocol.ToPublisher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Keeps what it is told to publish, and answers as it is told to. */
final class RecordingFabric implements Fabric {
  static final ToPublisher.Answer PUBLISHED = done(false);
  static final ToPublisher.Answer DUPLICATE = done(true);

  record Published(RoomName room, Draft draft) {}

  record Direct(ClientId to, Draft draft) {}

  record Changed(MembershipChange change, Draft draft) {}

  final List<Published> published = new CopyOnWriteArrayList<>();
  final List<Direct> directs = new CopyOnWriteArrayList<>();
  final List<Changed> changes = new CopyOnWriteArrayList<>();

  /** What every publish gets; not yet completed to hold them all back. */
  volatile CompletableFuture<ToPublisher.Answer> answer =
      CompletableFuture.completedFuture(PUBLISHED);

  /** What a publish gets. */
  volatile Function<Published, CompletionStage<ToPublisher.Answer>> rooms = _ -> answer;

  volatile int connections = 1;

  private static ToPublisher.Answer done(boolean duplicate) {
    return new ToPublisher.Done(new PublishReply.Receipt(new Position("e", 1), duplicate, -1));
  }

  List<String> data() {
    return published.stream().map(p -> p.draft().data().toString()).toList();
  }

  @Override
  public CompletionStage<ToPublisher.Answer> publish(RoomName room, Draft draft) {
    Published publish = new Published(room, draft);
    published.add(publish);
    return rooms.apply(publish);
  }

  @Override
  public CompletionStage<Integer> toConnection(ClientId clientId, Draft draft) {
    directs.add(new Direct(clientId, draft));
    return CompletableFuture.completedFuture(connections);
  }

  @Override
  public CompletionStage<Integer> disconnect(RoomName room, CloseCode code, String reason) {
    throw new UnsupportedOperationException("ingress disconnects nobody");
  }

  @Override
  public CompletionStage<Integer> disconnect(ClientId id, CloseCode code, String reason) {
    throw new UnsupportedOperationException("ingress disconnects nobody");
  }

  @Override
  public CompletionStage<Integer> count(RoomName room) {
    throw new UnsupportedOperationException("ingress counts nobody");
  }

  @Override
  public CompletionStage<PresenceReply> presence(RoomName room) {
    throw new UnsupportedOperationException("ingress asks for nobody");
  }

  @Override
  public CompletionStage<NodeLoad> load() {
    throw new UnsupportedOperationException("ingress counts nobody");
  }

  @Override
  public CompletionStage<ClientReply> ask(
      ClientId clientId, String name, Payload data, Duration timeout) {
    throw new UnsupportedOperationException("ingress asks nobody");
  }

  @Override
  public CompletionStage<Integer> join(String userId, RoomName room) {
    throw new UnsupportedOperationException("ingress joins nobody");
  }

  @Override
  public CompletionStage<Integer> leave(String userId, RoomName room) {
    throw new UnsupportedOperationException("ingress takes nobody out");
  }

  @Override
  public CompletionStage<MembershipChange.Outcome> change(
      MembershipChange change, Draft announcement) {
    changes.add(new Changed(change, announcement));
    return answer.thenApply(
        given -> new MembershipChange.Outcome(connections, given instanceof ToPublisher.Done));
  }

  @Override
  public Registration listen(ConnectionListener listener) {
    throw new UnsupportedOperationException("ingress listens to nobody");
  }
}
