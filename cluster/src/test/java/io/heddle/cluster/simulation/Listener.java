package io.heddle.cluster.simulation;

import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.RoomReply;
import java.util.Optional;

/** A member of many rooms that only counts what it is offered. */
final class Listener implements Member {
  private static final Frame SUBSCRIBED = new Frame(new byte[] {1});
  private static final Frame PUBLISHED = new Frame(new byte[] {2});
  private static final Encoder ENCODER =
      event -> event instanceof Event.Published ? PUBLISHED : SUBSCRIBED;

  private final ClientId clientId = ClientId.random();
  private final Optional<String> userId;
  private int publications;
  private int others;

  Listener(String user) {
    userId = Optional.of(user);
  }

  /** Publications that came, bursts as one. */
  synchronized int publications() {
    return publications;
  }

  /** Answers and all else that came. */
  synchronized int others() {
    return others;
  }

  @Override
  public ClientId clientId() {
    return clientId;
  }

  @Override
  public Optional<String> userId() {
    return userId;
  }

  @Override
  public Encoder encoder() {
    return ENCODER;
  }

  @Override
  public synchronized void offer(Frame frame) {
    if (frame.bytes()[0] == PUBLISHED.bytes()[0]) {
      publications++;
    } else {
      others++;
    }
  }

  @Override
  public boolean offerIfRoom(Frame frame) {
    offer(frame);
    return true;
  }

  @Override
  public void whenDrained(Runnable then) {
    then.run();
  }

  @Override
  public void notify(RoomReply reply) {}

  @Override
  public void close(CloseCode code, String reason) {
    throw new IllegalStateException("closed with " + code);
  }
}
