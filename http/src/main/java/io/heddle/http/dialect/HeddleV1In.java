package io.heddle.http.dialect;

import io.heddle.actors.payload.JsonObject;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.ReservedTypes;
import io.heddle.actors.protocol.RoomName;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What clients say in {@code heddle.v1}, and in the dialects that differ from it in what the server
 * says: docs/protocol.md, "What the client sends".
 */
final class HeddleV1In {
  /** The type that a publication goes out under where the client names none. */
  private static final String DEFAULT_TYPE = "message";

  /** Longest {@code id}, in bytes as written, without the quotes of a string. */
  private static final int MAX_ID = 128;

  /** Longest {@code key} and {@code conflation_key}, in bytes of UTF-8. */
  private static final int MAX_KEY = 64;

  /** Most publications that {@code last} and {@code limit} may ask for. */
  private static final int MAX_PUBLICATIONS = 10_000;

  /** How many publications a page of history has where the client does not say. */
  private static final int DEFAULT_LIMIT = 100;

  /** Most rooms that {@code recover} of a {@code connect} may name. */
  private static final int MAX_RECOVERED = 1_000;

  private final RoomPlaces rooms;
  private final DialectLimits limits;

  HeddleV1In(DialectLimits limits) {
    this(limits, UnaryOperator.identity());
  }

  /** For clients that call rooms by other names; see {@link RoomPlaces}. */
  HeddleV1In(DialectLimits limits, UnaryOperator<String> naming) {
    this.rooms = new RoomPlaces(limits, naming);
    this.limits = limits;
  }

  /** See {@link Dialect#decode}. */
  void decode(byte[] utf8, int from, int to, Consumer<ClientCommand> sink) {
    try {
      JsonObject.readAll(utf8, from, to, object -> sink.accept(command(new Fields(object, ""))));
    } catch (MalformedJsonException fault) {
      sink.accept(malformed(fault, Optional.empty()));
    }
  }

  private ClientCommand command(Fields message) {
    Optional<CorrelationId> id = Optional.empty();
    try {
      id = id(message);
      return command(message, id);
    } catch (Refusal refusal) {
      return new ClientCommand.Malformed(refusal.code(), refusal.text(), id);
    } catch (MalformedJsonException fault) {
      return malformed(fault, id);
    }
  }

  private ClientCommand command(Fields message, Optional<CorrelationId> id)
      throws Refusal, MalformedJsonException {
    return switch (message.requiredText("type")) {
      case "publish" -> publish(message, id);
      case "subscribe" -> subscribe(message, message, message, id);
      case "unsubscribe" -> new ClientCommand.Unsubscribe(rooms.several(message).rooms(), id);
      case "subscription" -> subscription(message, id);
      case "broadcast" ->
          new ClientCommand.Broadcast(eventType(message), message.required("data"), id);
      case "direct" -> direct(message, id);
      case "history" -> history(message, id);
      case "presence" -> new ClientCommand.Presence(rooms.one(message), id);
      case "ack" -> ack(message, id);
      case "connect" -> connect(message, id);
      case "auth" -> new ClientCommand.Auth(message.requiredText("token"), id);
      case "refresh" -> new ClientCommand.Refresh(message.requiredText("token"), id);
      case "ping", "heartbeat" -> new ClientCommand.Ping(id);
      case "reply" -> reply(message, id);
      case String type ->
          new ClientCommand.Custom(type, message.value("data").orElse(Payload.EMPTY_OBJECT), id);
    };
  }

  private static Optional<CorrelationId> id(Fields message) throws Refusal {
    Optional<Payload> value = message.value("id");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Payload json = value.get();
    byte first = json.bytes()[0];
    boolean text = Fields.isText(json);
    if (!text && first != '-' && (first < '0' || first > '9')) {
      throw message.invalid("id", "must be a string or a number");
    }
    if (json.size() - (text ? 2 : 0) > MAX_ID) {
      throw message.invalid("id", "is longer than " + MAX_ID + " bytes");
    }
    return Optional.of(new CorrelationId(json));
  }

  private ClientCommand publish(Fields message, Optional<CorrelationId> id)
      throws Refusal, MalformedJsonException {
    Optional<Payload> data = message.value("data");
    RoomName room = rooms.ofPublish(message);
    if (data.isEmpty()) {
      throw message.missing("data");
    }
    return new ClientCommand.Publish(
        room,
        eventType(message),
        data.get(),
        key(message, "key"),
        key(message, "conflation_key"),
        id);
  }

  private static String eventType(Fields message) throws Refusal, MalformedJsonException {
    Optional<String> event = message.text("event");
    if (event.isEmpty()) {
      return DEFAULT_TYPE;
    }
    String type = event.get();
    if (ReservedTypes.contains(type)) {
      throw message.invalid("event", "names the reserved type '" + type + "'");
    }
    if (!ReservedTypes.allows(type)) {
      throw message.invalid("event", "must be 1 to 64 characters without spaces and controls");
    }
    return type;
  }

  private static Optional<String> key(Fields message, String name)
      throws Refusal, MalformedJsonException {
    Optional<String> key = message.text(name);
    if (key.isPresent()) {
      String text = key.get();
      if (text.isEmpty()
          || text.length() > MAX_KEY
          || text.getBytes(StandardCharsets.UTF_8).length > MAX_KEY
          || text.chars().anyMatch(Character::isISOControl)) {
        throw message.invalid(
            name, "must be 1 to " + MAX_KEY + " bytes without control characters");
      }
    }
    return key;
  }

  /** {@code options} holds what is asked for beside the rooms, {@code stated} the state. */
  private ClientCommand subscribe(
      Fields message, Fields options, Fields stated, Optional<CorrelationId> id)
      throws Refusal, MalformedJsonException {
    RoomPlaces.Named named = rooms.several(message);
    int last = (int) options.wholeNumber("last", 1, MAX_PUBLICATIONS).orElse(0);
    return new ClientCommand.Subscribe(
        named.rooms(), recover(named, options), last, state(stated), id);
  }

  private static Optional<Payload> state(Fields options) throws Refusal {
    Optional<Payload> state = options.value("state");
    if (state.isPresent() && !state.get().isObject()) {
      throw options.invalid("state", "must be an object");
    }
    return state;
  }

  /** One room has a position; of several, those that the client has been in have one by name. */
  private static Map<RoomName, Position> recover(RoomPlaces.Named named, Fields options)
      throws Refusal, MalformedJsonException {
    Optional<Fields> recover = options.object("recover");
    if (recover.isEmpty()) {
      return Map.of();
    }
    if (!named.list()) {
      return Map.of(named.rooms().getFirst(), recover.get().position());
    }
    Map<RoomName, Position> positions = new HashMap<>();
    for (int i = 0; i < named.rooms().size(); i++) {
      Optional<Position> position = recover.get().position(named.written().get(i));
      if (position.isPresent()) {
        positions.put(named.rooms().get(i), position.get());
      }
    }
    return Map.copyOf(positions);
  }

  /** A command whose name stands in {@code data.action}. */
  private ClientCommand subscription(Fields message, Optional<CorrelationId> id)
      throws Refusal, MalformedJsonException {
    Optional<Fields> data = message.object("data");
    if (data.isEmpty()) {
      throw message.missing("data");
    }
    return switch (data.get().requiredText("action")) {
      case "subscribe" -> {
        Fields options = asksForHistory(message) ? message : data.get();
        Fields stated = message.value("state").isPresent() ? message : data.get();
        yield subscribe(message, options, stated, id);
      }
      case "unsubscribe" -> new ClientCommand.Unsubscribe(rooms.several(message).rooms(), id);
      default -> throw data.get().invalid("action", "must be 'subscribe' or 'unsubscribe'");
    };
  }

  private static boolean asksForHistory(Fields options) {
    return options.value("recover").isPresent() || options.value("last").isPresent();
  }

  private ClientCommand direct(Fields message, Optional<CorrelationId> id)
      throws Refusal, MalformedJsonException {
    return new ClientCommand.Direct(
        addressee(message), eventType(message), message.required("data"), id);
  }

  private ClientCommand.Addressee addressee(Fields message) throws Refusal, MalformedJsonException {
    Optional<String> to = message.text("to");
    Optional<String> userId = message.text("user_id");
    if (to.isPresent() == userId.isPresent()) {
      throw Refusal.invalid(
          to.isPresent()
              ? "fields 'to' and 'user_id' exclude each other"
              : "field 'to' or 'user_id' is required");
    }
    if (userId.isPresent()) {
      if (RoomName.parse("user:" + userId.get(), limits.roomName()).isEmpty()) {
        throw message.invalid("user_id", "is no valid user id");
      }
      return new ClientCommand.ToUser(userId.get());
    }
    Optional<ClientId> clientId = to.flatMap(ClientId::parse);
    if (clientId.isEmpty()) {
      throw message.invalid("to", "must be a client_id");
    }
    return new ClientCommand.ToClient(clientId.get());
  }

  private ClientCommand history(Fields message, Optional<CorrelationId> id)
      throws Refusal, MalformedJsonException {
    RoomName room = rooms.one(message);
    int limit = (int) message.wholeNumber("limit", 1, MAX_PUBLICATIONS).orElse(DEFAULT_LIMIT);
    return new ClientCommand.History(
        room, message.position("since"), limit, message.flag("reverse"), id);
  }

  private ClientCommand ack(Fields message, Optional<CorrelationId> id)
      throws Refusal, MalformedJsonException {
    RoomName room = rooms.one(message);
    return new ClientCommand.Ack(room, message.position(), id);
  }

  private ClientCommand connect(Fields message, Optional<CorrelationId> id)
      throws Refusal, MalformedJsonException {
    Map<RoomName, Position> positions = new HashMap<>(0);
    Optional<Fields> recover = message.object("recover");
    List<String> names = recover.isPresent() ? recover.get().names() : List.of();
    if (names.size() > MAX_RECOVERED) {
      throw message.invalid("recover", "names more than " + MAX_RECOVERED + " rooms");
    }
    for (String name : names) {
      Optional<RoomName> room = rooms.known(name);
      if (room.isPresent()) {
        recover.orElseThrow().position(name).ifPresent(p -> positions.put(room.get(), p));
      }
    }
    return new ClientCommand.Connect(
        message.text("token"), key(message, "device"), Map.copyOf(positions), id);
  }

  private static ClientCommand reply(Fields message, Optional<CorrelationId> id) throws Refusal {
    if (id.isEmpty()) {
      throw message.missing("id");
    }
    Optional<Payload> data = message.value("data");
    Optional<Payload> error = message.value("error");
    if (data.isPresent() == error.isPresent()) {
      throw Refusal.invalid(
          data.isPresent()
              ? "fields 'data' and 'error' exclude each other"
              : "field 'data' or 'error' is required");
    }
    return new ClientCommand.Reply(
        id.get(),
        data.<ClientReply>map(ClientReply.Answered::new)
            .orElseGet(() -> new ClientReply.Refused(error.orElseThrow())));
  }

  private static ClientCommand malformed(MalformedJsonException fault, Optional<CorrelationId> id) {
    return new ClientCommand.Malformed(
        ErrorCode.INVALID_MESSAGE, String.valueOf(fault.getMessage()), id);
  }
}
