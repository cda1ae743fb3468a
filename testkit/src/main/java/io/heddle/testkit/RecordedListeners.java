package io.heddle.testkit;

import io.heddle.actors.fabric.ConnectionListener;
import io.heddle.actors.fabric.Registration;
import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.RoomName;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes on what a test says has happened, to all that listen. */
final class RecordedListeners implements ConnectionListener {
  private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();

  Registration add(ConnectionListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void connected(Caller caller) {
    listeners.forEach(listener -> listener.connected(caller));
  }

  @Override
  public void disconnected(Caller caller) {
    listeners.forEach(listener -> listener.disconnected(caller));
  }

  @Override
  public void subscribed(Caller caller, RoomName room) {
    listeners.forEach(listener -> listener.subscribed(caller, room));
  }

  @Override
  public void unsubscribed(Caller caller, RoomName room) {
    listeners.forEach(listener -> listener.unsubscribed(caller, room));
  }
}
