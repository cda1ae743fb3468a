package io.heddle.app.handler;

import io.heddle.actors.extension.HandlerAnswer;
import io.heddle.actors.extension.HandlerCall;
import io.heddle.actors.extension.MessageHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says what it is told, and throws when it is told {@code "throw"}. */
public final class EchoHandler implements MessageHandler {
  @Override
  public String type() {
    return "test_echo";
  }

  @Override
  public CompletionStage<HandlerAnswer> handle(HandlerCall call) {
    if (call.data().toString().equals("\"throw\"")) {
      throw new IllegalStateException("thrown as it was told");
    }
    return CompletableFuture.completedFuture(HandlerAnswer.reply(call.data()));
  }
}
