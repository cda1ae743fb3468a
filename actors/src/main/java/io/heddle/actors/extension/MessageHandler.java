package io.heddle.actors.extension;

import java.util.concurrent.CompletionStage;

/**
 * Answers a type of message that an application brings. Found by {@link java.util.ServiceLoader},
 * so an implementation has a public constructor without parameters and is named in {@code
 * META-INF/services/io.heddle.actors.extension.MessageHandler}. There is one object for all
 * connections.
 */
public interface MessageHandler {
  /**
   * The {@code type} that clients write: 1 to 64 characters without spaces and controls, none of
   * the protocol's own, and no other handler's. Asked for once, at start.
   */
  String type();

  /**
   * Answers one message. Called on a thread of this handler's own pool ({@code
   * heddle.extensions.threads}), by several at once; it may block, and then holds up only calls of
   * this handler.
   *
   * <p>The answer counts that comes first and within {@code heddle.extensions.timeout}. An
   * exception, a stage that fails, none at all, or an answer that comes too late is told to the
   * client as {@code processing_error}, with a reference under which the log has the cause. A
   * client that is gone by then hears nothing.
   */
  CompletionStage<HandlerAnswer> handle(HandlerCall call);
}
