package io.heddle.http.socket;

import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.InHandler;
import org.apache.pekko.stream.stage.OutHandler;
import org.apache.pekko.util.ByteString;

/** A stream as the wire of a conversation; its thread is the stream's. */
final class ConnectionLogic extends GraphStageLogic implements InHandler, OutHandler, Wire {
  private final Inlet<ByteString> in;
  private final Outlet<ByteString> out;
  private final Conversation conversation;
  private final AsyncCallback<Runnable> turn;
  private final Runnable drain = this::drain;

  ConnectionLogic(FlowShape<ByteString, ByteString> shape, ConnectionStage stage) {
    super(shape);
    this.in = shape.in();
    this.out = shape.out();
    this.conversation = stage.over(this);
    this.turn = createAsyncCallback(Runnable::run);
    setHandler(in, this);
    setHandler(out, this);
  }

  @Override
  public void preStart() {
    conversation.begin();
  }

  @Override
  public void postStop() {
    conversation.gone();
  }

  // The wire

  @Override
  public void wake() {
    turn.invoke(drain);
  }

  @Override
  public void execute(Runnable action) {
    turn.invoke(action);
  }

  @Override
  public void read() {
    if (!isClosed(in)) {
      pull(in);
    }
  }

  /** A stream that only completes would wait for the peer as long as it likes. */
  @Override
  public void cut() {
    if (isAvailable(out)) {
      completeStage();
    } else {
      failStage(new ClientGoneException());
    }
  }

  // The stream

  @Override
  public void onPush() {
    conversation.received(grab(in).toArrayUnsafe());
    endIfOver();
  }

  @Override
  public void onPull() {
    drain();
  }

  private void drain() {
    if (!isAvailable(out)) {
      return;
    }
    Batch next = new Batch();
    conversation.take(next);
    if (!next.isEmpty()) {
      push(out, ByteString.fromArrayUnsafe(next.bytes()));
    }
    endIfOver();
  }

  private void endIfOver() {
    if (conversation.isOver()) {
      completeStage();
    }
  }

  @Override
  public void onUpstreamFinish() {
    completeStage();
  }

  @Override
  public void onUpstreamFailure(Throwable fault) {
    completeStage();
  }

  @Override
  public void onDownstreamFinish(Throwable cause) {
    completeStage();
  }
}
