package io.heddle.testkit;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A fabric that does nothing but remember what it was asked, and answers at once what a test has
 * told it to: publishes are {@code Done}, nobody is in any room, every connection is there, clients
 * answer {@code {}}. Safe for any thread.
 */
public final class RecordingFabric implements Fabric {
  private static final String EPOCH = "recorded";

  private final List<Recorded> calls = new ArrayList<>();
  private final Queue<CompletionStage<ToPublisher.Answer>> answers = new ArrayDeque<>();
  private final Map<RoomName, Long> heads = new HashMap<>();
  private final Map<RoomName, Integer> members = new HashMap<>();
  private final Map<RoomName, PresenceReply> present = new HashMap<>();
  private final Map<String, ClientReply> replies = new HashMap<>();
  private final Set<ClientId> gone = new HashSet<>();
  private final RecordedListeners listeners = new RecordedListeners();
  private NodeLoad load = new NodeLoad(0, 0);

  // What was asked

  /** Every call so far, in order. */
  public synchronized List<Recorded> calls() {
    return List.copyOf(calls);
  }

  /** The calls of one kind, in order. */
  public <T extends Recorded> List<T> calls(Class<T> kind) {
    return calls().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** How many messages were sent, to whomever. */
  public int count() {
    return calls(Recorded.Message.class).size();
  }

  /**
   * The type of the last message.
   *
   * @throws IllegalStateException where none was sent
   */
  public String lastType() {
    return last().draft().type();
  }

  /** The data of the last message as JSON text; see {@link #lastType}. */
  public String lastData() {
    return last().draft().data().toString();
  }

  /** The last message; see {@link #lastType}. */
  public Recorded.Message last() {
    List<Recorded.Message> messages = calls(Recorded.Message.class);
    if (messages.isEmpty()) {
      throw new IllegalStateException("no message was sent");
    }
    return messages.getLast();
  }

  // What is answered

  /** The next publish fails with this code; called twice, the next two do. */
  public void failNextPublish(ErrorCode code) {
    answerNextPublish(CompletableFuture.completedFuture(new ToPublisher.Failed(code)));
  }

  /** The next publish is answered with this stage, which may fail, or never complete. */
  public synchronized void answerNextPublish(CompletionStage<ToPublisher.Answer> answer) {
    answers.add(answer);
  }

  /** From now on so many connections are in a room; {@code user:<id>} for those of a user. */
  public synchronized void members(String room, int count) {
    members.put(new RoomName(room), count);
  }

  /** From now on this is who is in a room; nobody is named where nothing was said. */
  public synchronized void present(String room, PresenceReply who) {
    present.put(new RoomName(room), who);
  }

  /** From now on there is no such connection. */
  public synchronized void gone(ClientId clientId) {
    gone.add(clientId);
  }

  /** From now on clients answer what is asked under this name like this. */
  public synchronized void answer(String name, ClientReply reply) {
    replies.put(name, reply);
  }

  /** From now on this is the load. */
  public synchronized void load(NodeLoad now) {
    load = now;
  }

  /** Calls each registered listener, on the thread that calls this. */
  public ConnectionListener listeners() {
    return listeners;
  }

  // The fabric

  @Override
  public synchronized CompletionStage<ToPublisher.Answer> publish(RoomName room, Draft draft) {
    calls.add(new Recorded.Published(room, draft));
    CompletionStage<ToPublisher.Answer> preset = answers.poll();
    if (preset != null) {
      return preset;
    }
    Position position = new Position(EPOCH, heads.merge(room, 1L, Long::sum));
    return CompletableFuture.completedFuture(
        new ToPublisher.Done(new Receipt(position, false, in(room))));
  }

  @Override
  public synchronized CompletionStage<Integer> toConnection(ClientId clientId, Draft draft) {
    calls.add(new Recorded.Handed(clientId, draft));
    return here(clientId);
  }

  @Override
  public synchronized CompletionStage<ClientReply> ask(
      ClientId clientId, String name, Payload data, Duration timeout) {
    calls.add(new Recorded.Asked(clientId, name, data, timeout));
    return CompletableFuture.completedFuture(
        gone.contains(clientId)
            ? new ClientReply.Unanswered(ClientReply.Why.GONE)
            : replies.getOrDefault(name, new ClientReply.Answered(Payload.EMPTY_OBJECT)));
  }

  @Override
  public synchronized CompletionStage<Integer> join(String userId, RoomName room) {
    calls.add(new Recorded.Joined(userId, room));
    return CompletableFuture.completedFuture(connections(userId));
  }

  @Override
  public synchronized CompletionStage<Integer> leave(String userId, RoomName room) {
    calls.add(new Recorded.Left(userId, room));
    return CompletableFuture.completedFuture(connections(userId));
  }

  @Override
  public synchronized CompletionStage<MembershipChange.Outcome> change(
      MembershipChange change, Draft announcement) {
    calls.add(new Recorded.Changed(change, announcement));
    return CompletableFuture.completedFuture(
        new MembershipChange.Outcome(connections(change.userId()), true));
  }

  @Override
  public synchronized CompletionStage<Integer> disconnect(
      RoomName room, CloseCode code, String reason) {
    calls.add(new Recorded.RoomDisconnected(room, code, reason));
    return CompletableFuture.completedFuture(in(room));
  }

  @Override
  public synchronized CompletionStage<Integer> disconnect(
      ClientId clientId, CloseCode code, String reason) {
    calls.add(new Recorded.Disconnected(clientId, code, reason));
    return here(clientId);
  }

  @Override
  public synchronized CompletionStage<Integer> count(RoomName room) {
    calls.add(new Recorded.Counted(room));
    return CompletableFuture.completedFuture(in(room));
  }

  @Override
  public synchronized CompletionStage<PresenceReply> presence(RoomName room) {
    calls.add(new Recorded.Looked(room));
    return CompletableFuture.completedFuture(
        present.getOrDefault(room, new PresenceReply.Present(in(room), Optional.of(List.of()))));
  }

  @Override
  public synchronized CompletionStage<NodeLoad> load() {
    calls.add(new Recorded.Weighed());
    return CompletableFuture.completedFuture(load);
  }

  @Override
  public synchronized Registration listen(ConnectionListener listener) {
    calls.add(new Recorded.Listened(listener));
    return listeners.add(listener);
  }

  private int in(RoomName room) {
    return members.getOrDefault(room, 0);
  }

  private int connections(String userId) {
    return RoomName.ofUser(userId)
        .map(this::in)
        .orElseThrow(() -> new IllegalArgumentException("not a user id: '" + userId + "'"));
  }

  private CompletionStage<Integer> here(ClientId clientId) {
    return CompletableFuture.completedFuture(gone.contains(clientId) ? 0 : 1);
  }
}
