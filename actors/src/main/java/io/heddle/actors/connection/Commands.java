package io.heddle.actors.connection;

import io.heddle.actors.protocol.Capabilities.Right;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ClientCommand.Ack;
import io.heddle.actors.protocol.ClientCommand.Auth;
import io.heddle.actors.protocol.ClientCommand.Broadcast;
import io.heddle.actors.protocol.ClientCommand.Connect;
import io.heddle.actors.protocol.ClientCommand.Direct;
import io.heddle.actors.protocol.ClientCommand.History;
import io.heddle.actors.protocol.ClientCommand.Malformed;
import io.heddle.actors.protocol.ClientCommand.Ping;
import io.heddle.actors.protocol.ClientCommand.Presence;
import io.heddle.actors.protocol.ClientCommand.Publish;
import io.heddle.actors.protocol.ClientCommand.Refresh;
import io.heddle.actors.protocol.ClientCommand.Subscribe;
import io.heddle.actors.protocol.ClientCommand.Unsubscribe;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.Socket;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.config.AccessRule;
import io.heddle.config.UndeclaredRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Carries out what the client of an authenticated connection asks for: decides who may do what, and
 * keeps the order of its publishes. Part of the connection's actor.
 */
final class Commands {
  private final ConnectionEnvironment environment;
  private final Socket socket;
  private final Voice voice;
  private final ActorRef<ToLocalRooms> rooms;
  private final PublishQueue<Ticket> publishes;
  private final Subscriptions subscriptions = new Subscriptions();
  private final RateGate gate;
  private final long freeUntil;
  private int freeSubscribes;
  private Identity identity;

  /**
   * Commands of a client that has just been let in.
   *
   * @param now milliseconds since 1970
   */
  Commands(
      ConnectionEnvironment environment,
      Socket socket,
      Voice voice,
      ActorRef<ToLocalRooms> rooms,
      PublishQueue<Ticket> publishes,
      Identity identity,
      long now) {
    this.environment = environment;
    this.socket = socket;
    this.voice = voice;
    this.rooms = rooms;
    this.publishes = publishes;
    this.identity = identity;
    this.gate = new RateGate(environment.settings().rateLimit().connection(), now);
    this.freeSubscribes = maxRooms();
    this.freeUntil = now + FREE_SUBSCRIBES_MILLIS;
  }

  /** A client that resumes after a reconnect is never limited for it. */
  private static final long FREE_SUBSCRIBES_MILLIS = 10_000;

  Subscriptions subscriptions() {
    return subscriptions;
  }

  Identity identity() {
    return identity;
  }

  void refreshed(Identity newer) {
    identity = newer;
  }

  /** Whether the client is not too fast for this command; where it is, it has been told. */
  boolean admits(ClientCommand command, long now) {
    if (command instanceof Subscribe && freeSubscribes > 0 && now < freeUntil) {
      freeSubscribes--;
      return true;
    }
    if (gate.admits(now)) {
      return true;
    }
    voice.limit(command.id(), gate.exhausted(), now);
    return false;
  }

  /**
   * Carries out a command.
   *
   * @return whether it is dealt with; else {@link Socket#handled} is called when it is
   */
  boolean carryOut(ClientCommand command, long now) {
    if (!admits(command, now)) {
      return true;
    }
    return switch (command) {
      case Subscribe(var names, var recovering, var id) -> subscribe(names, recovering, id, now);
      case Unsubscribe(var names, var id) -> unsubscribe(names, id, now);
      case Publish publish -> publish(publish, now);
      case Broadcast(var type, var data, var id) -> {
        Draft draft = Draft.of(type, data, MessageIds.next(), sender());
        yield mayBroadcast()
            ? send(RoomName.SYSTEM, draft, id, now)
            : refuse("not allowed to broadcast", Optional.empty(), id, now);
      }
      case Direct direct -> direct(direct, now);
      case History(var room, var id) -> notKept("history", room, id, now);
      case Presence(var room, var id) -> notKept("presence", room, id, now);
      case Ack(var room, var id) -> notKept("a cursor", room, id, now);
      case Ping(var id) -> {
        voice.say(new Event.Pong(id));
        yield true;
      }
      case Malformed(var code, var text, var id) -> {
        voice.fail(code, text, Optional.empty(), id, now);
        yield true;
      }
      case Connect(_, _, var id) -> alreadyIn(id, now);
      case Auth(_, var id) -> alreadyIn(id, now);
      case Refresh _ -> throw new IllegalStateException("the connection itself refreshes");
    };
  }

  private boolean alreadyIn(Optional<CorrelationId> id, long now) {
    voice.fail(ErrorCode.INVALID_MESSAGE, "already connected", Optional.empty(), id, now);
    return true;
  }

  private boolean notKept(String what, RoomName room, Optional<CorrelationId> id, long now) {
    String text = what + " is not kept in this room";
    voice.fail(ErrorCode.NOT_AVAILABLE, text, Optional.of(room), id, now);
    return true;
  }

  private boolean refuse(
      String text, Optional<RoomName> room, Optional<CorrelationId> id, long now) {
    voice.fail(ErrorCode.FORBIDDEN, text, room, id, now);
    return true;
  }

  // Subscriptions

  private boolean subscribe(
      List<RoomName> names, boolean recovering, Optional<CorrelationId> id, long now) {
    for (RoomName room : names) {
      if (!declared(room)) {
        voice.fail(ErrorCode.INVALID_ROOM, "unknown namespace", Optional.of(room), id, now);
      } else if (!maySubscribe(room)) {
        refuse("not allowed to subscribe to this room", Optional.of(room), id, now);
      } else if (recovering) {
        notKept("history", room, id, now);
      } else if (!subscriptions.isOwn(room) && subscriptions.size() >= maxRooms()) {
        String text = "not allowed to subscribe to more than " + maxRooms() + " rooms";
        refuse(text, Optional.of(room), id, now);
      } else {
        subscriptions.joining(room);
        rooms.tell(new ToLocalRooms.Subscribe(room, socket, id));
      }
    }
    return true;
  }

  private int maxRooms() {
    int most = environment.settings().limits().maxRoomsPerConnection();
    return most > 0 ? most : Integer.MAX_VALUE;
  }

  private boolean declared(RoomName room) {
    return environment.settings().rooms().undeclared() == UndeclaredRule.DEFAULT
        || environment.settings().namespaces().declares(room.namespace());
  }

  private boolean maySubscribe(RoomName room) {
    AccessRule rule = environment.settings().namespaces().policy(room.namespace()).subscribe();
    return subscriptions.isJoinedByServer(room)
        || AccessCheck.allows(rule, identity, room, Right.SUBSCRIBE);
  }

  private boolean unsubscribe(List<RoomName> names, Optional<CorrelationId> id, long now) {
    for (RoomName room : names) {
      if (subscriptions.isJoinedByServer(room)) {
        refuse("not allowed to leave a room of the server's", Optional.of(room), id, now);
      } else if (!subscriptions.isOwn(room)) {
        voice.fail(ErrorCode.NOT_SUBSCRIBED, Optional.of(room), id, now);
      } else {
        deny(subscriptions.remove(room), now);
        rooms.tell(new ToLocalRooms.Unsubscribe(room, socket, id));
      }
    }
    return true;
  }

  /** What a room has said about this connection. */
  void replied(RoomReply reply, long now) {
    switch (reply) {
      case RoomReply.Joined(var room) -> joined(room, now);
      case RoomReply.JoinRefused(var room, var code, var id) -> {
        voice.fail(code, Optional.of(room), id, now);
        deny(subscriptions.refused(room), now);
      }
      case RoomReply.Ousted(var room) -> subscriptions.ousted(room);
      case RoomReply.Whisper(var event, var sharing) -> whispered(event, sharing);
      case RoomReply.Entered _ -> {}
    }
  }

  /** One who has left meanwhile must not stay a member, since nothing would ever take it out. */
  private void joined(RoomName room, long now) {
    List<Publish> deferred = subscriptions.joined(room);
    if (!subscriptions.isIn(room)) {
      rooms.tell(new ToLocalRooms.Exit(List.of(room), socket));
    }
    deferred.forEach(publish -> settle(publish(publish, now)));
  }

  private void deny(List<Publish> deferred, long now) {
    for (Publish publish : deferred) {
      voice.fail(ErrorCode.NOT_SUBSCRIBED, Optional.of(publish.room()), publish.id(), now);
      socket.handled(1);
    }
  }

  private void whispered(Event event, Set<RoomName> sharing) {
    if (sharing.stream().anyMatch(subscriptions::isIn)) {
      voice.say(event);
    }
  }

  private void settle(boolean done) {
    if (done) {
      socket.handled(1);
    }
  }

  // Publishing

  private boolean publish(Publish publish, long now) {
    RoomName room = publish.room();
    AccessRule rule = environment.settings().namespaces().policy(room.namespace()).publish();
    if (!declared(room)) {
      voice.fail(ErrorCode.INVALID_ROOM, "unknown namespace", Optional.of(room), publish.id(), now);
      return true;
    }
    if (!AccessCheck.allows(rule, identity, room, Right.PUBLISH)) {
      return refuse("not allowed to publish in this room", Optional.of(room), publish.id(), now);
    }
    if (!subscriptions.isIn(room)) {
      if (subscriptions.defer(publish)) {
        return false;
      }
      voice.fail(ErrorCode.NOT_SUBSCRIBED, Optional.of(room), publish.id(), now);
      return true;
    }
    Draft draft =
        new Draft(
            publish.type(),
            publish.data(),
            MessageIds.next(),
            sender(),
            publish.key(),
            publish.conflationKey());
    return send(room, draft, publish.id(), now);
  }

  private boolean send(RoomName room, Draft draft, Optional<CorrelationId> id, long now) {
    publishes.offer(room, draft, false, new Ticket(room, id), now);
    return false;
  }

  /** A publish has been answered; also its turn among the commands in flight is over. */
  void answered(Ticket ticket, ToPublisher.Answer answer, long now) {
    switch (answer) {
      case ToPublisher.Done(var receipt) -> {
        if (ticket.id.isPresent()) {
          voice.say(
              new Event.PublishAccepted(
                  ticket.room, receipt.position(), receipt.duplicate(), ticket.id));
        }
      }
      case ToPublisher.Failed(var code) ->
          voice.fail(code, Optional.of(ticket.room), ticket.id, now);
    }
    socket.handled(1);
  }

  private Sender sender() {
    return new Sender(identity.userId(), Optional.of(socket.clientId()));
  }

  private boolean mayBroadcast() {
    return switch (environment.settings().auth().broadcast()) {
      case PERMISSION -> identity.permissions().contains("broadcast");
      case AUTHENTICATED -> identity.userId().isPresent();
      case ANYONE -> true;
      case NOBODY -> false;
    };
  }

  private boolean direct(Direct direct, long now) {
    Draft draft = Draft.of(direct.type(), direct.data(), MessageIds.next(), sender());
    Event event = new Event.Direct(draft, Instant.ofEpochMilli(now));
    Optional<RoomName> userRoom =
        direct.to() instanceof ClientCommand.ToUser(var user)
            ? RoomName.ofUser(user)
            : Optional.empty();
    switch (environment.settings().auth().direct()) {
      case NOBODY -> {
        return refuse("not allowed to send direct messages", Optional.empty(), direct.id(), now);
      }
      case ANYONE -> {
        if (userRoom.isPresent()) {
          return send(userRoom.get(), draft, direct.id(), now);
        }
        whisper(direct.to(), event, Set.of(RoomName.SYSTEM));
      }
      case SHARED_ROOM -> whisper(direct.to(), event, subscriptions.chosen());
    }
    if (direct.id().isPresent()) {
      voice.say(new Event.DirectAccepted(direct.id()));
    }
    return true;
  }

  /** Everybody is in the system room, so that sharing it is no condition. */
  private void whisper(ClientCommand.Addressee to, Event event, Set<RoomName> sharing) {
    switch (to) {
      case ClientCommand.ToClient(var clientId) ->
          environment
              .directory()
              .nodes()
              .forEach(node -> node.tell(new ToNode.Whisper(clientId, event, sharing)));
      case ClientCommand.ToUser(var user) ->
          RoomName.ofUser(user)
              .map(room -> new ToLocalRooms.Whisper(room, event, sharing))
              .ifPresent(
                  whisper ->
                      environment
                          .directory()
                          .nodes()
                          .forEach(node -> node.tell(new ToNode.ForRooms(whisper))));
    }
  }

  /** What is needed to answer a publish: its room, and the client's own number for it. */
  record Ticket(RoomName room, Optional<CorrelationId> id) {}
}
