package io.heddle.app.handler;

import io.heddle.actors.extension.HandlerAnswer;
import io.heddle.actors.extension.HandlerCall;
import io.heddle.actors.extension.MessageHandler;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Asks its caller back before it answers. */
public final class AskHandler implements MessageHandler {
  @Override
  public String type() {
    return "test_ask";
  }

  @Override
  public CompletionStage<HandlerAnswer> handle(HandlerCall call) {
    return call.fabric()
        .ask(call.caller().clientId(), "test_question", call.data(), Duration.ofSeconds(4))
        .thenApply(
            reply ->
                switch (reply) {
                  case ClientReply.Answered(var data) -> HandlerAnswer.reply(data);
                  case ClientReply.Refused(var error) ->
                      HandlerAnswer.refuse(ErrorCode.NOT_AVAILABLE, "the client said " + error);
                  case ClientReply.Unanswered(var why) ->
                      HandlerAnswer.refuse(ErrorCode.UNAVAILABLE, why.name());
                });
  }
}
