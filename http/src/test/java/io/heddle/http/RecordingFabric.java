package io.heddle.http;

import io.heddle.actors.fabric.ConnectionListener;
import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.fabric.MembershipChange;
import io.heddle.actors.fabric.Registration;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.PublishReply.Receipt;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToNode.NodeLoad;
import io.heddle.actors.protocol.ToPublisher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Remembers what it was asked, and answers what a test has told it to. */
public final class RecordingFabric implements Fabric {
  /** One thing that was asked; {@code target} is a room or a connection. */
  public sealed interface Asked {}

  public record Published(String target, Draft draft) implements Asked {}

  public record Closed(String target, CloseCode code, String reason) implements Asked {}

  public record Counted(String target) implements Asked {}

  public record Changed(MembershipChange change, Draft announcement) implements Asked {}

  public record Looked(String target) implements Asked {}

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> members = new ConcurrentHashMap<>();
  private volatile PresenceReply presence = new PresenceReply.Untold(ErrorCode.UNAVAILABLE);
  private volatile Supplier<CompletionStage<ToPublisher.Answer>> answer =
      () ->
          CompletableFuture.completedFuture(
              new ToPublisher.Done(new Receipt(new Position("e1", 7), false, 3)));

  /** What was asked so far, in order. */
  public List<Asked> asked() {
    return asked;
  }

  /** Puts this many connections into a room, or behind a connection's id. */
  public void members(String target, int count) {
    members.put(target, count);
  }

  /** Answers who is there with this from now on. */
  public void presence(PresenceReply next) {
    presence = next;
  }

  /** Answers publishes with this from now on. */
  public void answer(Supplier<CompletionStage<ToPublisher.Answer>> next) {
    answer = next;
  }

  @Override
  public CompletionStage<ToPublisher.Answer> publish(RoomName room, Draft draft) {
    asked.add(new Published(room.value(), draft));
    return answer.get();
  }

  @Override
  public CompletionStage<Integer> toConnection(ClientId clientId, Draft draft) {
    asked.add(new Published(clientId.toString(), draft));
    return number(clientId.toString());
  }

  @Override
  public CompletionStage<Integer> disconnect(RoomName room, CloseCode code, String reason) {
    asked.add(new Closed(room.value(), code, reason));
    return number(room.value());
  }

  @Override
  public CompletionStage<Integer> disconnect(ClientId clientId, CloseCode code, String reason) {
    asked.add(new Closed(clientId.toString(), code, reason));
    return number(clientId.toString());
  }

  @Override
  public CompletionStage<Integer> count(RoomName room) {
    asked.add(new Counted(room.value()));
    return number(room.value());
  }

  @Override
  public CompletionStage<PresenceReply> presence(RoomName room) {
    asked.add(new Looked(room.value()));
    return CompletableFuture.completedFuture(presence);
  }

  @Override
  public CompletionStage<NodeLoad> load() {
    return CompletableFuture.completedFuture(new NodeLoad(12, 5));
  }

  @Override
  public CompletionStage<ClientReply> ask(
      ClientId clientId, String name, Payload data, Duration timeout) {
    throw new UnsupportedOperationException("routes ask nobody");
  }

  @Override
  public CompletionStage<Integer> join(String userId, RoomName room) {
    throw new UnsupportedOperationException("routes join nobody");
  }

  @Override
  public CompletionStage<Integer> leave(String userId, RoomName room) {
    throw new UnsupportedOperationException("routes take nobody out");
  }

  @Override
  public CompletionStage<MembershipChange.Outcome> change(
      MembershipChange change, Draft announcement) {
    asked.add(new Changed(change, announcement));
    return number(change.userRoom().value())
        .thenApply(count -> new MembershipChange.Outcome(count, true));
  }

  @Override
  public Registration listen(ConnectionListener listener) {
    throw new UnsupportedOperationException("routes listen to nobody");
  }

  private CompletionStage<Integer> number(String target) {
    return CompletableFuture.completedFuture(members.getOrDefault(target, 0));
  }
}
